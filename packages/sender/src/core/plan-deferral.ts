/** Delay of a job after its first failure to get through; doubled with every further start. */
export const DEFERRAL_BASE_MS = 1_000

/**
 * Longest delay, and so the longest time that an API which is back has to wait for its
 * events; as in Segment's own library.
 */
export const DEFERRAL_LIMIT_MS = 60_000

// Jobs that wait for the same instant come back one after another, not as a herd.
const SPREAD_MIN_MS = 500
const SPREAD_MS = 1_500

/**
 * How long to put a job off, in ms. With `notBeforeMs`, such as the end of a hold, until shortly after it; else
 * for a time that grows with the job's earlier starts. Both instants are of one clock; `random` is in [0, 1).
 */
export function planDeferral(failure: {
  readonly nowMs: number
  readonly notBeforeMs: number | null
  readonly earlierStarts: number
  readonly random: number
}): number {
  const { nowMs, notBeforeMs, earlierStarts, random } = failure
  if (notBeforeMs !== null) return Math.max(notBeforeMs - nowMs, 0) + SPREAD_MIN_MS + random * SPREAD_MS
  const delayMs = Math.min(DEFERRAL_BASE_MS * 2 ** Math.min(earlierStarts, 20), DEFERRAL_LIMIT_MS)
  return delayMs * (0.5 + random / 2)
}
