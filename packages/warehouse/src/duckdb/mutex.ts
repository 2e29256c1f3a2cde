/**
 * Does one piece of work of each key at a time, in the order of asking; one whose signal is aborted while it waits is
 * not done.
 */
export type TakeTurn = <T>(key: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/** Creates turns for as many keys as are asked for. */
export function createMutex(): TakeTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (key, work, signal) => {
    const before = last.get(key) ?? Promise.resolve()
    const isOver = before.catch(() => {})
    const mine = waitFor(isOver, signal).then(work)
    // Whoever comes next waits for those before, too: this one may give up while it waits.
    const ended = Promise.allSettled([isOver, mine])
    last.set(key, ended)
    try {
      return await mine
    } finally {
      void ended.then(() => {
        if (last.get(key) === ended) last.delete(key)
      })
    }
  }
}

function waitFor(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error)
    const onAbort = (): void => reject(signal?.reason as Error)
    signal?.addEventListener('abort', onAbort, { once: true })
    void before.then(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
  })
}
