const POLL_MS = 20
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
  const deadline = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
