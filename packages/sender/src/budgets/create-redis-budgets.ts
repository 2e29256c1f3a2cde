import { setTimeout as sleep } from 'node:timers/promises'
import type { RedisConnection } from '@sluice/shared/queues'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { Budgets } from './budgets.ts'

/** The time of budgets, for a test to take into its own hands. */
export interface BudgetTime {
  /** How long a window lasts, in whole seconds. */
  readonly windowSeconds: number
  /** Waits for the end of a window, in ms, or rejects when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
}

const REAL_TIME: BudgetTime = {
  windowSeconds: 1,
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
}

/**
 * Budgets in Redis under the queues' prefix, in windows of a second that begin with the
 * first request after a pause. Within a process the requests of a target are served in
 * the order of asking; among senders whoever asks first in a new window.
 */
export function createRedisBudgets(
  redis: RedisConnection,
  prefix: string,
  { windowSeconds, wait }: BudgetTime = REAL_TIME,
): Budgets {
  const limiters = new Map<string, RateLimiterRedis>()
  const turns = new Map<string, Promise<void>>()

  const findLimiter = (kind: 'events' | 'requests', points: number): RateLimiterRedis => {
    const name = `${kind} ${points}`
    const known = limiters.get(name)
    if (known !== undefined) return known
    const keyPrefix = `${prefix}:budget:${kind}`
    const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix, points, duration: windowSeconds })
    limiters.set(name, limiter)
    return limiter
  }

  const inTurn = async (id: string, work: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work)
    const over = turn.catch(() => {})
    turns.set(id, over)
    await turn.finally(() => {
      if (turns.get(id) === over) turns.delete(id)
    })
  }

  return {
    spend: ({ id, budget }, events, signal) =>
      inTurn(id, async () => {
        const { eventsPerSecond, requestsPerSecond } = budget
        if (eventsPerSecond !== null)
          await spendInParts(findLimiter('events', eventsPerSecond), id, events, signal, wait)
        await spendInParts(findLimiter('requests', requestsPerSecond), id, 1, signal, wait)
      }),
  }
}

/**
 * Spends points over as many windows as it takes, so that even more than one window has get through. A refusal closes
 * the window for everybody; what it still had belongs to the one who was refused, and so nothing of it is wasted.
 */
async function spendInParts(
  limiter: RateLimiterRedis,
  key: string,
  points: number,
  signal: AbortSignal,
  wait: BudgetTime['wait'],
): Promise<void> {
  let missing = points
  while (missing > 0) {
    signal.throwIfAborted()
    const asked = Math.min(missing, limiter.points)
    try {
      await limiter.consume(key, asked)
      missing -= asked
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      missing -= Math.max(limiter.points - (refusal.consumedPoints - asked), 0)
      await wait(Math.max(refusal.msBeforeNext, 1), signal)
    }
  }
}
