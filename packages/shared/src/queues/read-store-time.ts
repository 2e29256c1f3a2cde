import type { RedisConnection } from './redis/index.ts'

/** The instant now (epoch) by the clock of Redis, the one that all processes share; whole milliseconds. */
export async function readStoreTime(redis: RedisConnection): Promise<number> {
  const [seconds, microseconds] = await redis.time()
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
}
