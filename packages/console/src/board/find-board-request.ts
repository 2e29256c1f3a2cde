import type { Job, Queue } from 'bullmq'
import type { HookContext } from '@bull-board/api/typings/app'
import type { BoardRequest } from './judge-board-request.ts'

/** A request with what it is about; `job` is the one it names. */
export interface KnownBoardRequest extends BoardRequest {
  readonly job: Job | null
}

/** Looks up what a request to the board is about, or null when there is no such queue or job. */
export async function findBoardRequest(
  { method, route, request }: HookContext,
  queues: ReadonlyMap<string, Queue>,
): Promise<KnownBoardRequest | null> {
  const { queueName, queueStatus, jobId } = request.params as Readonly<Record<string, string | undefined>>
  const about = { method, route, queue: queueName ?? null, state: queueStatus ?? null, job: null }
  if (queueName === undefined) return about
  const queue = queues.get(queueName)
  if (queue === undefined) return null
  if (route.endsWith('/:queueName/promote')) return { ...about, state: 'delayed' }
  if (jobId === undefined) return about
  const job = await queue.getJob(jobId)
  return job === undefined ? null : { ...about, job, state: await job.getState() }
}
