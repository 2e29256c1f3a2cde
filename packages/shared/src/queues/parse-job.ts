import type { Job } from 'bullmq'
import type { QueueDefinition } from './catalog.ts'
import { Refusal } from './interruptions.ts'

/** True of the id that BullMQ gives to a job which was added without one: from the board. */
export function isAddedByHand(jobId: string): boolean {
  return /^\d+$/.test(jobId)
}

/**
 * What a job says; null when that is nothing that its queue understands. Throws a `Refusal` when the job is known under
 * an id (of its schedule, if it is the run of one) that belongs to something else.
 */
export function parseJob<Payload extends object>(
  definition: QueueDefinition<Payload>,
  job: Job<Payload>,
): Payload | null {
  const { success, data } = definition.payload.safeParse(job.data)
  if (!success) return null
  const id = job.repeatJobKey ?? job.id
  if (definition.jobId(data) === id) return data
  if (definition.isOpenToHands && id !== undefined && isAddedByHand(id)) return data
  throw new Refusal(`what job ${id ?? 'without an id'} says is not what it was made with`)
}
