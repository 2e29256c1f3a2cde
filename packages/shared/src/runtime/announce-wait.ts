/** A server that answers does so in a fraction of this. */
export const PATIENCE_MS = 1_000

/** Waits for work, and says so once when it takes long: a silent start looks like one that hangs. */
export async function announceWait<T>(
  work: Promise<T>,
  say: () => void,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const timer = setTimeout(say, patienceMs)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
