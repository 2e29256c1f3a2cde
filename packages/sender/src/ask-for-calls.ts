import type { SendPayload } from '@sluice/shared/queues'
import type { ByteBox } from '@sluice/shared/secrets'
import { sealUsers } from '@sluice/shared/settling'
import { countMade, reserveCalls, type Database } from '@sluice/shared/store'
import type { LoadedChunk } from './chunk-payload.ts'
import { judgeRun, type ChunkCalls, type EventOutcome, type UndecidedOutcome } from './core/index.ts'
import type { KnownDestination } from './destinations.ts'
import { CALLS_RECHECK_MS } from './limits.ts'

/** How many of a job's events may be posted, and what becomes of the others. */
export interface CallsLeft extends ChunkCalls {
  /** Nothing of the job may be posted. */
  readonly isSpent: boolean
  readonly held: UndecidedOutcome
  /** The billing month whose calls they are: the day on which it begins, and the first that is not in it. */
  readonly month: { readonly from: string; readonly to: string }
  readonly run: string | null
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
  const request = { destination: id, sync, chunk, events, limit, billingDay: billingDay ?? null }
  const { calls, doubted, made, isShort, month, run, monthEndsInMs } = await reserveCalls(db, request)
  const nowMs = now()
  return {
    calls,
    doubted,
    made: new Set(made),
    isSpent: isShort && calls === 0,
    month,
    run,
    held: {
      kind: 'undecided',
      reason: `the ${limit.toLocaleString('en-US')} calls of max_calls_per_month are used`,
      notBeforeMs: nowMs + CALLS_RECHECK_MS,
      state: 'held',
      monthEndsAtMs: nowMs + monthEndsInMs,
      isUnsent: true,
    },
  }
}

/** What a run of a job has come to: what was known before it and is now, and the outcomes of what was not known. */
export interface CallsRun {
  readonly chunk: LoadedChunk
  readonly progress: LoadedChunk['progress']
  readonly outcomes: readonly EventOutcome[]
}

/**
 * Counts the calls that a job has made, in the month in which it made them, and gives back those that it has not; `run`
 * is absent where nothing was posted. Nothing where calls are not counted one by one, or none was to be had.
 */
export async function accountForCalls(
  { db, secrets }: { readonly db: Database; readonly secrets: ByteBox },
  { sync, chunk, destination }: SendPayload,
  left: CallsLeft | null,
  run?: CallsRun,
): Promise<void> {
  if (left === null || left.isSpent) return
  const about = { sync, chunk, destination, month: left.month, run: left.run }
  if (run === undefined) return countMade(db, { ...about, made: [], users: null, doubted: left.doubted })
  const { made, doubted } = judgeRun(run.chunk.progress, run.progress, run.outcomes, left)
  const isFresh = new Set(made)
  const users = sealUsers(secrets, destination, run.chunk.events.lines, (place) => isFresh.has(place))
  await countMade(db, { ...about, made, users, doubted })
}
