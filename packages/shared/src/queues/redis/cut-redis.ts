import type { RedisConnection } from './open-client.ts'

/** Closes a connection at once, for good: whatever waits for Redis on it fails. */
export function cutRedis(redis: RedisConnection): void {
  // Between two attempts the driver would only drop the next one, and leave those who wait waiting.
  if (redis.status === 'reconnecting') redis.connect().catch(() => {})
  redis.disconnect()
}
