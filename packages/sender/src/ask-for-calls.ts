import type { SendPayload } from '@sluice/shared/queues'
import { reserveCalls, type Database } from '@sluice/shared/store'
import type { UndecidedOutcome } from './core/index.ts'
import type { KnownDestination } from './destinations.ts'
import { CALLS_RECHECK_MS } from './limits.ts'

/** How many of a job's events may be posted, and what becomes of the others. */
export interface CallsLeft {
  readonly calls: number
  readonly held: UndecidedOutcome
}

/**
 * Asks for the calls that a job needs where its destination may not make more than so many in a billing month; null
 * where it may, which costs nothing. What is held is looked at again soon: somebody may raise the limit.
 */
export async function askForCalls(
  { db, now }: { readonly db: Database; readonly now: () => number },
  { id, maxCallsPerMonth, billingDay }: Pick<KnownDestination, 'id' | 'maxCallsPerMonth' | 'billingDay'>,
  { sync, chunk, events }: SendPayload,
): Promise<CallsLeft | null> {
  const limit = maxCallsPerMonth ?? null
  if (limit === null) return null
  const request = { destination: id, sync, chunk, calls: events, limit, billingDay: billingDay ?? null }
  const { calls, monthEndsInMs } = await reserveCalls(db, request)
  const nowMs = now()
  return {
    calls,
    held: {
      kind: 'undecided',
      reason: `the ${limit.toLocaleString('en-US')} calls of max_calls_per_month are used`,
      notBeforeMs: nowMs + CALLS_RECHECK_MS,
      state: 'held',
      monthEndsAtMs: nowMs + monthEndsInMs,
    },
  }
}
