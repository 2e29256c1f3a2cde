/** A read that many may ask for at once; null when it failed or took too long. */
export type CachedRead<T> = () => Promise<T | null>

/**
 * Shares one read among all who ask within `maxAgeMs`, and never has two under way.
 * Whoever asks waits `patienceMs` at most: a server that hangs shall not take the
 * metrics of the process with it. Then what was read before will do for `keepMs`.
 */
export function createCachedRead<T>(
  read: () => Promise<T>,
  limits: { readonly maxAgeMs: number; readonly patienceMs: number; readonly keepMs?: number },
  now: () => number = Date.now,
): CachedRead<T> {
  let latest: { readonly endedAt: number; readonly value: T | null } | undefined
  let underWay: Promise<T | null> | undefined

  const start = async (): Promise<T | null> => {
    // What went wrong is told where it can be mended: connections log their own errors.
    const value = await read().catch(() => null)
    latest = { endedAt: now(), value }
    underWay = undefined
    return value
  }
  const readKept = (): T | null =>
    latest !== undefined && now() - latest.endedAt < (limits.keepMs ?? 0) ? latest.value : null

  return async () => {
    if (latest !== undefined && now() - latest.endedAt < limits.maxAgeMs) return latest.value
    underWay ??= start()
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<T | null>((resolve) => {
      timer = setTimeout(() => resolve(readKept()), limits.patienceMs)
    })
    try {
      return await Promise.race([underWay, patience])
    } finally {
      clearTimeout(timer)
    }
  }
}
