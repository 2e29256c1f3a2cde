import { setTimeout as sleep } from 'node:timers/promises'

/** Clocks that differ by less make no job come back much too early. */
const TOLERABLE_SKEW_MS = 1_000

/**
 * BullMQ lets a delayed job go by the clock of whichever worker looks first. One whose
 * clock is ahead of the store's would have it back at once, and put it off again and again:
 * it waits itself instead, and true is that it did. Rejects when the signal is aborted.
 */
export async function waitHereIfAhead(
  delayMs: number,
  storeNowMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  if (Date.now() - storeNowMs < TOLERABLE_SKEW_MS) return false
  await sleep(delayMs, undefined, signal === undefined ? {} : { signal })
  return true
}
