import { SluiceError } from '../../errors/index.ts'
import { askEvictionPolicies, assertNothingEvicted } from './check-eviction.ts'
import { formatRedisError } from './format-redis-error.ts'
import type { RedisConnection } from './open-client.ts'

const TRACE_LIFETIME_MS = 10_000

/**
 * Resolves when Redis can be worked with: it takes a write and keeps what it took.
 * Throws `redis_unreachable`, `redis_evicts`; never resolves while a server hangs.
 */
export async function checkRedis(redis: RedisConnection, prefix: string, place: string): Promise<void> {
  // While it reconnects, the driver would keep what it is asked until it is back.
  if (redis.status !== 'ready')
    throw new SluiceError('redis_unreachable', `redis ${place} cannot be reached (${redis.status})`)
  try {
    await redis.set(`${prefix}:ready`, '', 'PX', TRACE_LIFETIME_MS)
  } catch (cause) {
    throw new SluiceError('redis_unreachable', `redis ${place} takes no write (${formatRedisError(cause)})`, {
      cause,
    })
  }
  assertNothingEvicted(await askEvictionPolicies(redis), place)
}
