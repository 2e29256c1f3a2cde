import {
  SEND_QUEUE,
  decodeEvents,
  type EncodedEvents,
  type Payloads,
  type SendPayload,
} from '@sluice/shared/queues'
import { decodeProgress, encodeProgress, type Progress } from './core/index.ts'

/** The events of a job, and what earlier runs have learnt of them. */
export interface LoadedChunk {
  readonly payload: Buffer
  readonly events: EncodedEvents
  readonly progress: Progress
}

/** The size of what `loadChunk` would load, 0 when it is gone. */
export function readChunkBytes(payloads: Payloads, job: SendPayload): Promise<number> {
  return payloads.readBytes(SEND_QUEUE.jobId(job))
}

/** Loads the events of a job; null when they are gone. */
export async function loadChunk(payloads: Payloads, job: SendPayload): Promise<LoadedChunk | null> {
  const payload = await payloads.get(SEND_QUEUE.jobId(job))
  if (payload === null) return null
  const events = decodeEvents(payload)
  const stored = await payloads.get(describeProgressId(job))
  return { payload, events, progress: decodeProgress(stored, payload, events.lines.length) }
}

/** Keeps what has been learnt since the chunk was loaded, for the job's next run. */
export async function keepProgress(
  payloads: Payloads,
  job: SendPayload,
  { payload, progress: before }: LoadedChunk,
  progress: Progress,
): Promise<void> {
  if (progress.every((known, index) => known === before[index])) return
  await payloads.put(describeProgressId(job), encodeProgress(payload, progress))
}

/** Removes a job's events, and what was learnt of them. */
export async function removePayload(payloads: Payloads, job: SendPayload): Promise<void> {
  await payloads.remove(SEND_QUEUE.jobId(job), describeProgressId(job))
}

function describeProgressId(job: SendPayload): string {
  return `${SEND_QUEUE.jobId(job)}-progress`
}
