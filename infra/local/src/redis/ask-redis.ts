import { Redis } from 'ioredis'

const CONNECT_PATIENCE_MS = 5_000

/**
 * Connects once, asks one thing and hangs up. Rejects with the driver's error, waits
 * for a Redis that still loads its data.
 */
export async function askRedis<T>(url: string, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_PATIENCE_MS,
    commandTimeout: CONNECT_PATIENCE_MS,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
  })
  // The driver tells the reason here, and to the caller only that the connection is closed.
  let reason: Error | undefined
  redis.on('error', (error) => (reason = error))
  try {
    await redis.connect()
    return await ask(redis)
  } catch (error) {
    throw reason ?? error
  } finally {
    redis.disconnect()
  }
}
