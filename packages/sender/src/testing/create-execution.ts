import { SEND_QUEUE, type JobExecution, type SendPayload } from '@sluice/shared/queues'
import type { Scene } from './open-scene.ts'

/** The first run of a send job of a scene, whose lease it takes, or what is `given` instead. */
export async function createExecution(
  scene: Pick<Scene, 'lease'>,
  job: SendPayload,
  given: Partial<JobExecution<SendPayload>> = {},
): Promise<JobExecution<SendPayload>> {
  return {
    payload: job,
    jobId: SEND_QUEUE.jobId(job),
    earlierStarts: 0,
    earlierFailures: 0,
    earlierStalls: 0,
    isLastAttempt: false,
    signal: new AbortController().signal,
    ...given,
    lease: given.lease ?? (await scene.lease(job)),
  }
}
