import type { RedisConnection } from '@sluice/shared/queues'
import type { Target } from '../target.ts'
import type { Holds } from './holds.ts'

/**
 * Holds in Redis under the queues' prefix, so that a 429 that one sender got stops all of them, and
 * in memory, so that this one is not asking Redis meanwhile. A hold ends with its key; what is read
 * is the time that is left, so the clocks of senders need not agree, and `now` is one that only runs.
 */
export function createRedisHolds(
  redis: RedisConnection,
  prefix: string,
  now = () => performance.now(),
): Holds {
  const known = new Map<string, number>()
  const key = (target: Target): string => `${prefix}:hold:${target.id}`
  return {
    async read(target) {
      const knownUntilMs = known.get(target.id)
      if (knownUntilMs !== undefined && knownUntilMs > now()) return knownUntilMs
      // -2 without a key, -1 without an end; neither holds.
      const leftMs = await redis.pttl(key(target))
      if (leftMs <= 0) {
        known.delete(target.id)
        return null
      }
      const untilMs = now() + leftMs
      known.set(target.id, untilMs)
      return untilMs
    },
    async hold(target, holdMs) {
      known.set(target.id, now() + holdMs)
      await redis.set(key(target), '1', 'PX', Math.ceil(holdMs))
    },
  }
}
