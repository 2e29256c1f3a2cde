import { randomBytes } from 'node:crypto'
import type { RedisConnection } from '../queues/index.ts'

/** A prefix of a test file's own, so that files share one Redis without meeting. */
export function createQueuePrefix(): string {
  return `{sluice-test-${randomBytes(6).toString('hex')}}`
}

/** Removes every key under a prefix. */
export async function removePrefix(redis: RedisConnection, prefix: string): Promise<void> {
  const keys = await redis.keys(`${prefix}:*`)
  if (keys.length > 0) await redis.unlink(...keys)
}
