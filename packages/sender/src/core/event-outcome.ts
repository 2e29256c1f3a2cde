import type { SendEnd } from '@sluice/shared/domain'

/** An event that is over. */
export type DecidedOutcome = SendEnd

/**
 * An event that has to be sent again, not before an instant of a clock that only runs;
 * null leaves the delay to the one who waits.
 */
export interface UndecidedOutcome {
  readonly kind: 'undecided'
  readonly reason: string
  readonly notBeforeMs: number | null
  /** How its destination stands by the answer, or for want of one; absent where nothing is wrong with it. */
  readonly state?: 'held' | 'unavailable'
  /** Of a destination that has made all calls of its billing month: when that ends, by the same clock. */
  readonly monthEndsAtMs?: number
  /** Nothing of it has arrived for sure: it was not posted, or its answer says so. */
  readonly isUnsent?: boolean
}

/** An event that nobody wants to have posted any more, or not by this process. */
export interface UnwantedOutcome {
  readonly kind: 'unwanted'
}

/** What became of one event. */
export type EventOutcome = DecidedOutcome | UndecidedOutcome | UnwantedOutcome
