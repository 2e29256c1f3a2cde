/**
 * Does work when there is a place for it, in the order of asking; one whose signal is
 * aborted while it waits is not done.
 */
export type TakeSlot = <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>

/** Creates so many places: no more work is done at a time. */
export function createSlots(count: number): TakeSlot {
  let free = count
  const waiting = new Set<() => void>()
  const enter = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const onAbort = (): void => {
        waiting.delete(admit)
        reject(signal?.reason as Error)
      }
      const admit = (): void => {
        waiting.delete(admit)
        signal?.removeEventListener('abort', onAbort)
        free -= 1
        resolve()
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      if (free > 0) admit()
      else waiting.add(admit)
    })
  const leave = (): void => {
    free += 1
    const [next] = waiting
    next?.()
  }
  return async (work, signal) => {
    await enter(signal)
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
