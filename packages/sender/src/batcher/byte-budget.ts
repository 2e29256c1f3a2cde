/** How many bytes of payloads a process may have under way, shared out among keys. */
export interface ByteBudget {
  /** Bytes taken, as they are counted. */
  readonly takenBytes: number
  /** How many are in for this key. */
  count(key: string): number
  /** True while somebody waits to get in for this key. */
  isWanted(key: string): boolean
  /**
   * Resolves to how to leave again once so many bytes of the key fit, or
   * to null when there is none in time; rejects when the signal is aborted.
   */
  enter(key: string, bytes: number, signal: AbortSignal): Promise<(() => void) | null>
}

export interface ByteBudgetOptions {
  readonly bytes: number
  /** What the smallest payload counts, so that their number is bounded, too. */
  readonly leastBytes: number
  /** What the largest payload counts: it has to get in some time. */
  readonly mostBytes: number
  /** How many may wait at a time, shared out as the budget itself; the next one is turned away at once. */
  readonly waiters: number
  readonly patienceMs: number
}

interface Waiter {
  readonly key: string
  readonly cost: number
  admit(leave: (() => void) | null): void
}

/**
 * A key may hold an eighth of what it leaves free: one key alone fills a ninth of the budget,
 * and each one more that holds all it can get for long leaves eight ninths of what was free
 * before it. So dozens of keys may hang at once, and the next one still gets some.
 */
export function createByteBudget(options: ByteBudgetOptions): ByteBudget {
  const held = new Map<string, { readonly bytes: number; readonly count: number }>()
  const waiting = new Set<Waiter>()
  let taken = 0

  const fits = ({ key, cost }: Waiter): boolean => {
    const free = options.bytes - taken - cost
    const holds = held.get(key)?.bytes ?? 0
    return free >= 0 && (holds === 0 || holds + cost <= free * SHARE_OF_FREE)
  }
  const countWaiting = (key: string): number => [...waiting].filter((waiter) => waiter.key === key).length

  const take = ({ key, cost }: Waiter): (() => void) => {
    const add = (bytes: number, one: number): void => {
      taken += bytes
      const before = held.get(key) ?? NOTHING
      const count = before.count + one
      if (count === 0) held.delete(key)
      else held.set(key, { bytes: before.bytes + bytes, count })
    }
    add(cost, 1)
    return () => {
      add(-cost, -1)
      admitWaiting()
    }
  }

  // In the order of asking; who cannot get in yet keeps out the others of the same key alone.
  const admitWaiting = (): void => {
    const full = new Set<string>()
    for (const waiter of waiting) {
      if (!full.has(waiter.key) && fits(waiter)) waiter.admit(take(waiter))
      else full.add(waiter.key)
    }
  }

  return {
    get takenBytes() {
      return taken
    },
    count: (key) => held.get(key)?.count ?? 0,
    isWanted: (key) => countWaiting(key) > 0,

    async enter(key, bytes, signal) {
      signal.throwIfAborted()
      const cost = Math.min(Math.max(bytes, options.leastBytes), options.mostBytes)
      const ofKey = countWaiting(key)
      const asking: Waiter = { key, cost, admit: () => {} }
      if (ofKey === 0 && fits(asking)) return take(asking)
      const freeToWait = options.waiters - waiting.size
      if (freeToWait <= 0 || ofKey > freeToWait * SHARE_OF_FREE) return null

      return new Promise((resolve, reject) => {
        const stopWaiting = (): void => {
          waiting.delete(waiter)
          clearTimeout(timer)
          signal.removeEventListener('abort', abort)
        }
        const waiter: Waiter = {
          key,
          cost,
          admit(leave) {
            stopWaiting()
            resolve(leave)
          },
        }
        const abort = (): void => {
          stopWaiting()
          reject(signal.reason as Error)
        }
        const timer = setTimeout(() => waiter.admit(null), options.patienceMs)
        signal.addEventListener('abort', abort, { once: true })
        waiting.add(waiter)
      })
    },
  }
}

const SHARE_OF_FREE = 1 / 8
const NOTHING = { bytes: 0, count: 0 }
