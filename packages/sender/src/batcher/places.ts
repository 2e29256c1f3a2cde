/** A bounded number of places, given out in the order of asking. */
export interface Places {
  /** Resolves to true with a place, to false when none came free in time; rejects when the signal is aborted. */
  enter(signal: AbortSignal): Promise<boolean>
  leave(): void
}

/** So many places, each waited for at most `patienceMs`. */
export function createPlaces(limit: number, patienceMs: number): Places {
  let free = limit
  const waiting = new Set<() => void>()

  return {
    async enter(signal) {
      signal.throwIfAborted()
      if (free > 0) {
        free -= 1
        return true
      }
      return new Promise<boolean>((resolve, reject) => {
        const stopWaiting = (): void => {
          waiting.delete(admit)
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
        }
        const admit = (): void => {
          stopWaiting()
          resolve(true)
        }
        const abort = (): void => {
          stopWaiting()
          reject(signal.reason as Error)
        }
        const timer = setTimeout(() => {
          stopWaiting()
          resolve(false)
        }, patienceMs)
        signal.addEventListener('abort', abort, { once: true })
        waiting.add(admit)
      })
    },
    leave() {
      const [next] = waiting
      // A place that is handed on never becomes free in between.
      if (next === undefined) free += 1
      else next()
    },
  }
}
