import {
  LeaseLost,
  SEND_QUEUE,
  decodeEvents,
  decodeProgress,
  createPayloadOwner,
  createProgressOwner,
  encodeProgress,
  type EncodedEvents,
  type JobLease,
  type Payloads,
  type SendPayload,
  type SendProgress,
} from '@sluice/shared/queues'

/** The events of a job, and what earlier runs have learnt of them. */
export interface LoadedChunk {
  readonly payload: Buffer
  readonly events: EncodedEvents
  readonly progress: SendProgress
}

/** The size of what `loadChunk` would load, 0 when it is gone. */
export function readChunkBytes(payloads: Payloads, job: SendPayload): Promise<number> {
  return payloads.readBytes(SEND_QUEUE.jobId(job))
}

/**
 * Loads the events of a job; null when they are gone. Throws a `Refusal` when they were
 * not sealed for what the job says.
 */
export async function loadChunk(payloads: Payloads, job: SendPayload): Promise<LoadedChunk | null> {
  const payload = await payloads.get(createPayloadOwner(SEND_QUEUE, job))
  if (payload === null) return null
  const events = decodeEvents(payload)
  const stored = await payloads.get(createProgressOwner(job))
  return { payload, events, progress: decodeProgress(stored, payload, events.lines.length) }
}

/**
 * Keeps what has been learnt since the chunk was loaded, for the job's next run; what
 * another worker has learnt meanwhile is left alone.
 */
export async function keepProgress(
  payloads: Payloads,
  job: SendPayload,
  lease: JobLease,
  { payload, progress: before }: LoadedChunk,
  progress: SendProgress,
): Promise<void> {
  if (progress.every((known, index) => known === before[index])) return
  const isKept = await payloads.put(createProgressOwner(job), encodeProgress(payload, progress), lease)
  if (!isKept) throw new LeaseLost()
}

/**
 * Removes a job's events, and what was learnt of them: once its chunk is settled or not
 * wanted any more, nobody needs them.
 */
export async function removePayload(payloads: Payloads, job: SendPayload): Promise<void> {
  await payloads.remove(SEND_QUEUE.jobId(job), createProgressOwner(job).id)
}
