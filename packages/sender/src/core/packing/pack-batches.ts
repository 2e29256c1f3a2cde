import { BATCH_LIMIT_EVENTS, BODY_LIMIT_BYTES } from '@sluice/shared/domain'
import type { Budget } from './budget.ts'
import { ENVELOPE_BYTES, SEPARATOR_BYTES } from './batch-body.ts'

/** How much one request may hold: bytes of the whole body, and events. */
export interface BatchLimits {
  readonly bodyBytes: number
  readonly events: number
}

/** Segment's. */
export const BATCH_LIMITS: BatchLimits = { bodyBytes: BODY_LIMIT_BYTES, events: BATCH_LIMIT_EVENTS }

/**
 * How much a request to a target may hold: no more than may be sent in a second, so that no second gets more, nor
 * than is known to pass on the way.
 */
export function limitBatches(
  { eventsPerSecond }: Pick<Budget, 'eventsPerSecond'>,
  bodyBytes = BATCH_LIMITS.bodyBytes,
): BatchLimits {
  return { bodyBytes, events: Math.min(BATCH_LIMITS.events, eventsPerSecond ?? Infinity) }
}

/**
 * Cuts events into batches, in order, each as full as the limits allow: only the last may have room for more.
 * An event that would burst a body of its own gets one all the same; the Tracking API is the one to reject it.
 */
export function packBatches<Event extends { readonly line: Buffer }>(
  events: readonly Event[],
  limits: BatchLimits = BATCH_LIMITS,
): Event[][] {
  const batches: Event[][] = []
  let batch: Event[] = []
  let bytes = ENVELOPE_BYTES
  for (const event of events) {
    const isFull =
      batch.length === limits.events || bytes + SEPARATOR_BYTES + event.line.length > limits.bodyBytes
    if (batch.length > 0 && isFull) {
      batches.push(batch)
      batch = []
      bytes = ENVELOPE_BYTES
    }
    bytes += (batch.length > 0 ? SEPARATOR_BYTES : 0) + event.line.length
    batch.push(event)
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}
