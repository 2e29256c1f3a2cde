import type { Call, EventType } from '../call.ts'
import type { Region } from '../region.ts'

/** What the events of one request share. */
export interface Envelope {
  readonly region: Region
  readonly writeKey: string
  readonly receivedAtMs: number
  /** `sentAt` of the batch, as sent. */
  readonly sentAt: unknown
  /** `context` of the batch, laid under each event's own. */
  readonly context: unknown
  /** `integrations` of the batch, laid under each event's own. */
  readonly integrations: unknown
}

/** A well-formed ingest request: its events as parsed, and where each stands in the body. */
export interface Arrival {
  readonly envelope: Envelope
  readonly call: Call
  readonly body: Buffer
  /** `[start, end, …]` of each event in `body`, in bytes, aligned with `events`. */
  readonly slices: readonly number[]
  readonly events: readonly unknown[]
}

/** The type of an event: a path names it, except that of a batch, where each event does. */
export function readEventType(call: Call, event: unknown): unknown {
  if (call !== 'batch') return call satisfies EventType
  return typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined
}
