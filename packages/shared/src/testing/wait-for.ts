const FIRST_POLL_MS = 20
const LONGEST_POLL_MS = 250
/** What has taken long may be noticed a little later: each question takes time from other tests. */
const SHARE_OF_WAIT = 1 / 20
/** Less than the limit of a test, whose message would not say what was waited for. */
const LIMIT_MS = 100_000

/**
 * Waits for a fact: polls until `ask` gives something other than null, undefined or
 * false; fails with `what` after 100 s.
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  limitMs = LIMIT_MS,
): Promise<T> {
  const startedAt = Date.now()
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    const waitedMs = Date.now() - startedAt
    if (waitedMs > limitMs) throw new Error(`waited in vain for ${what}`)
    const pollMs = Math.min(FIRST_POLL_MS + waitedMs * SHARE_OF_WAIT, LONGEST_POLL_MS)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}
