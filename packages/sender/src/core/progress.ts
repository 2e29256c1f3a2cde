import type { DecidedOutcome, EventOutcome } from './event-outcome.ts'

/**
 * Progress with the outcomes of the events that were still to be sent, in their order;
 * null for what is to be sent again.
 */
export function advanceProgress(
  progress: readonly (DecidedOutcome | null)[],
  outcomes: readonly EventOutcome[],
): readonly (DecidedOutcome | null)[] {
  let next = 0
  return progress.map((known) => {
    if (known !== null) return known
    const outcome = outcomes[next++]
    return outcome?.kind === 'delivered' || outcome?.kind === 'dead' ? outcome : null
  })
}
