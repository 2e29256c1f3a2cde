import { DistinctCount, type Forecast, type ForecastGuard } from '@sluice/shared/domain'
import { countBodyBytes, type Budget } from '@sluice/sender/packing'
import { hashUser } from '@sluice/shared/queues'

/** What a dry run counts, a page of rows after the other, in memory that does not grow with them. */
export interface Tally {
  readonly countInvalid: (code: string, reason: string) => void
  countSkipped(rows: number): void
  /** An event as it would be sent, and what type it is of. */
  countEvent(line: Buffer, type: string): void
  /** A request with these events. */
  countRequest(lines: readonly Buffer[]): void
  finish(known: KnownBefore): Forecast
}

/** What is known without looking at events. */
export interface KnownBefore extends Pick<Forecast, 'added' | 'updated' | 'deleted' | 'skippedByTrigger'> {
  readonly budget: Budget
  readonly guards: readonly ForecastGuard[]
  /** The users that this month has seen already; null where nobody has counted. */
  readonly knownUsers: DistinctCount | null
}

// More different words than this are no reasons any more, but what rows hold.
const REASONS_COUNTED = 1_000
const REASONS_KEPT = 20

/** Starts counting. */
export function createTally(): Tally {
  const invalid = new Map<string, number>()
  const reasons = new Map<string, { readonly code: string; readonly reason: string; rows: number }>()
  const events = new Map<string, number>()
  const users = new DistinctCount()
  let skippedByFilter = 0
  let apiCalls = 0
  let requests = 0
  let bytes = 0

  return {
    countInvalid(code, reason) {
      invalid.set(code, (invalid.get(code) ?? 0) + 1)
      const key = `${code} ${reason}`
      const known = reasons.get(key)
      if (known !== undefined) known.rows += 1
      else if (reasons.size < REASONS_COUNTED) reasons.set(key, { code, reason, rows: 1 })
    },
    countSkipped(rows) {
      skippedByFilter += rows
    },
    countEvent(line, type) {
      apiCalls += 1
      events.set(type, (events.get(type) ?? 0) + 1)
      const user = hashUser(line)
      if (user !== null) users.addHash(user)
    },
    countRequest(lines) {
      requests += 1
      bytes += countBodyBytes(lines)
    },
    finish({ budget, guards, knownUsers, ...counts }) {
      // An estimate may pass what there is.
      const distinct = Math.min(users.read(), apiCalls)
      return {
        ...counts,
        skippedByFilter,
        invalid: Object.fromEntries(invalid),
        reasons: [...reasons.values()].toSorted((one, other) => other.rows - one.rows).slice(0, REASONS_KEPT),
        events: Object.fromEntries(events),
        bytes,
        requests,
        apiCalls,
        users: distinct,
        mtus: { atLeast: Math.min(countNew(users, knownUsers), distinct), atMost: distinct },
        seconds: findSeconds({ apiCalls, requests }, budget),
        guards,
      }
    },
  }
}

/** How many users are new to a month, at least; none where nobody has counted the month. */
function countNew(users: DistinctCount, known: DistinctCount | null): number {
  if (known === null) return 0
  const all = known.copy()
  all.merge(users)
  return Math.max(all.read() - known.read(), 0)
}

/** What the ceiling that is reached first makes of it, to the millisecond. */
function findSeconds(
  { apiCalls, requests }: { readonly apiCalls: number; readonly requests: number },
  { eventsPerSecond, requestsPerSecond }: Budget,
): number {
  const seconds = Math.max(
    eventsPerSecond === null ? 0 : apiCalls / eventsPerSecond,
    requests / requestsPerSecond,
  )
  return Math.ceil(seconds * 1_000) / 1_000
}
