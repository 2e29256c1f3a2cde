import { BATCH_LIMIT_EVENTS, BODY_LIMIT_BYTES } from '@sluice/shared/domain'
import { ENVELOPE_BYTES, SEPARATOR_BYTES } from './batch-body.ts'

/** How much one request may hold: bytes of the whole body, and events. */
export interface BatchLimits {
  readonly bodyBytes: number
  readonly events: number
}

/** Segment's. */
export const BATCH_LIMITS: BatchLimits = { bodyBytes: BODY_LIMIT_BYTES, events: BATCH_LIMIT_EVENTS }

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
