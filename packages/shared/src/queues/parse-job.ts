import type { Job } from 'bullmq'
import type { QueueDefinition } from './catalog.ts'
import { Refusal } from './interruptions.ts'

/**
 * What a job says; null when that is nothing that its queue understands. Throws a `Refusal` when the job is known under an id (of its
 * schedule, if it is the run of one) that belongs to something else.
 */
export function parseJob<Payload extends object>(
  definition: QueueDefinition<Payload>,
  job: Job<Payload>,
): Payload | null {
  const { success, data } = definition.payload.safeParse(job.data)
  if (!success) return null
  const id = job.repeatJobKey ?? job.id
  if (definition.jobId(data) === id) return data
  throw new Refusal(`what job ${id ?? 'without an id'} says is not what it was made with`)
}
