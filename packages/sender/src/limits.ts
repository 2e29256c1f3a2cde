import type { LaneOptions, ByteBudgetOptions } from './batcher/index.ts'
import type { RetryPolicy } from './deliver-batch.ts'

const MB = 1_000_000

/**
 * Payloads under way in one process. A body holds a copy of its events while it is on its way,
 * so their memory is at most twice this, beside some 100 MB of the process itself. One write
 * key takes at most a ninth, some three times what its requests carry; see `createByteBudget`.
 */
export const BYTE_BUDGET_OPTIONS: ByteBudgetOptions = {
  bytes: 48 * MB,
  leastBytes: MB / 8,
  // A chunk is cut at 400 KB of rows; only a mapping that writes far more than it reads makes a payload beyond this.
  mostBytes: 8 * MB,
  waiters: 96,
  patienceMs: 2_000,
}

/**
 * Send jobs that one process holds at a time: the 384 that the byte budget takes, the 96 that
 * may wait for it, and some to be turned away.
 */
export const SEND_CONCURRENCY = 512

/** How each lane gathers. */
export const LANE_OPTIONS: LaneOptions = {
  lingerMs: 25,
  requestsInFlight: 4,
  stayMs: 20_000,
  graceMs: 3_000,
}

/** Inside one call; what is still unavailable then is for the job's own, longer delays. */
export const RETRY_POLICY: RetryPolicy = { retries: 2, minDelayMs: 300, quickMs: 5_000 }

/**
 * How long after its chunk was cut a job is tried, unless its destination says otherwise;
 * then its events are dead letters. Segment deduplicates by messageId for about 24 h: an
 * event whose answer was lost could count twice if it were sent again by itself after that.
 */
export const DELIVERY_DEADLINE_MS = 24 * 3_600_000

/** How soon a job looks again whether its write key is known by now; the key itself is asked about less often. */
export const KEY_RECHECK_MS = 10_000

/** How soon a job looks again whether its destination may make more calls in this month. */
export const CALLS_RECHECK_MS = 5_000

/** How soon to look again at a destination that is disabled or missing, or at config that cannot be read. */
export const CONFIG_RECHECK_MS = 30_000
