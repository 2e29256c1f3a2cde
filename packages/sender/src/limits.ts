import type { LaneOptions } from './batcher/index.ts'
import type { RetryPolicy } from './deliver-batch.ts'

/**
 * Send jobs that one process holds at a time. A job's payload (about 400 KB of rows, mapped) is read only in a lane, so this bounds memory to
 * some 100 MB when many lanes are full; one lane alone holds no more than `places` of them.
 */
export const SEND_CONCURRENCY = 256

/** How each lane gathers: a fraction of the concurrency each, so that a broken write key leaves places for all others. */
export const LANE_OPTIONS: LaneOptions = {
  places: 32,
  patienceMs: 2_000,
  lingerMs: 25,
  requestsInFlight: 4,
}

/** Inside one call; what is still unavailable then is for the job's own, longer delays. */
export const RETRY_POLICY: RetryPolicy = { retries: 2, minDelayMs: 300 }

/**
 * How long after it was added a job is tried; then its events are dead letters. Segment deduplicates by messageId for about 24 h: an event
 * whose answer was lost could count twice if it were sent again by itself after that. A job that was put back after a loss of Redis starts anew.
 */
export const DELIVERY_DEADLINE_MS = 24 * 3_600_000

/** How soon to look again at a destination that is disabled or missing, or at config that cannot be read. */
export const CONFIG_RECHECK_MS = 30_000

/** Time that jobs under way get to end by themselves. */
export const DRAIN_DEADLINE_MS = 10_000
