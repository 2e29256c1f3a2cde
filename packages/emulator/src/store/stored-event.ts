import type { EventType } from '../call.ts'
import type { Envelope } from '../ingest/arrival.ts'
import { correctTimes } from '../ingest/correct-times.ts'
import { isRecord } from '../ingest/is-record.ts'
import type { Region } from '../region.ts'

/** An accepted event as the store keeps it: the bytes that came, to be parsed when somebody asks. */
export interface StoredEvent {
  readonly envelope: Envelope
  /** The event is `body` from `start` to `end`; events of one request share a body. */
  readonly body: Buffer
  readonly start: number
  readonly end: number
  readonly type: EventType
  readonly messageId: string
}

/** An event that was accepted, as Segment would pass it on. */
export interface AcceptedEvent {
  readonly region: Region
  readonly writeKey: string
  readonly type: EventType
  readonly messageId: string
  /** ISO-8601 instant of arrival. */
  readonly receivedAt: string
  /**
   * What was sent, with `type`, `messageId`, the batch's `context` and `integrations` laid under the event's
   * own, and the four times: `originalTimestamp` as sent, `sentAt`, `receivedAt` and the corrected `timestamp`.
   */
  readonly payload: Readonly<Record<string, unknown>>
}

/** The event that a stored one stands for. */
export function readStoredEvent({ envelope, body, start, end, type, messageId }: StoredEvent): AcceptedEvent {
  const { writeKey: _, ...sent }: Record<string, unknown> = JSON.parse(body.toString('utf8', start, end))
  const times = correctTimes(sent['timestamp'], sent['sentAt'] ?? envelope.sentAt, envelope.receivedAtMs)
  const payload = {
    ...sent,
    type,
    messageId,
    ...overlay('context', envelope.context, sent['context']),
    ...overlay('integrations', envelope.integrations, sent['integrations']),
    ...times,
  }
  const { region, writeKey } = envelope
  return { region, writeKey, type, messageId, receivedAt: times.receivedAt, payload }
}

function overlay(name: string, under: unknown, over: unknown): Readonly<Record<string, unknown>> {
  return isRecord(under) ? { [name]: { ...under, ...(isRecord(over) ? over : {}) } } : {}
}
