import type { EventType } from '../call.ts'
import type { RejectReason } from '../ingest/check-event.ts'
import type { Region } from '../region.ts'

/**
 * How many requests came, and what became of the events in those that were not refused:
 * events = accepted + rejected + duplicates.
 */
export interface Tally {
  readonly requests: number
  readonly events: number
  readonly accepted: number
  readonly rejected: number
  readonly duplicates: number
}

/** How a request ended: its HTTP status, or `reset` or `hang` where a fault took the answer away. */
export type RequestEnd = number | 'reset' | 'hang'

/** Everything that was counted since the start or the last reset. */
export interface Counts extends Tally {
  readonly byRegion: Readonly<Record<Region, Tally>>
  /** By full write key; requests without one are missing here. */
  readonly byWriteKey: Readonly<Record<string, Tally>>
  /** Accepted events by type. */
  readonly byType: Readonly<Record<EventType, number>>
  /** Rejected events by reason. */
  readonly rejectedReasons: Readonly<Partial<Record<RejectReason, number>>>
  /** Requests by how they ended. */
  readonly statuses: Readonly<Record<string, number>>
}

/** A tally of nothing. */
export const EMPTY_TALLY: Tally = { requests: 0, events: 0, accepted: 0, rejected: 0, duplicates: 0 }

/** The sum of two tallies. */
export function addTally(a: Tally, b: Tally): Tally {
  return {
    requests: a.requests + b.requests,
    events: a.events + b.events,
    accepted: a.accepted + b.accepted,
    rejected: a.rejected + b.rejected,
    duplicates: a.duplicates + b.duplicates,
  }
}
