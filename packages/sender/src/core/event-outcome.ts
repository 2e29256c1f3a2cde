import type { DeadLetterCode } from '@sluice/shared/errors'

/** Why an event that was sent became a dead letter. */
export type SendDeadLetterCode = Extract<
  DeadLetterCode,
  'rejected' | 'unauthorized' | 'not_found' | 'unavailable'
>

/** An event that is over: `reason` holds no row value and no key. */
export type DecidedOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'dead'; readonly code: SendDeadLetterCode; readonly reason: string }

/** An event that has to be sent again; null leaves the delay to the one who waits. */
export interface UndecidedOutcome {
  readonly kind: 'undecided'
  readonly reason: string
  readonly notBeforeMs: number | null
}

/** What became of one event. */
export type EventOutcome = DecidedOutcome | UndecidedOutcome
