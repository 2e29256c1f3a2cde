/** A server that answers does so in a fraction of this. */
const PATIENCE_MS = 1_000

/** Waits for work, and says so once when it takes long: a silent start looks like one that hangs. */
export async function announceWait<T>(work: Promise<T>, say: () => void): Promise<T> {
  const timer = setTimeout(say, PATIENCE_MS)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}
