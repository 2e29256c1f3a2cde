import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connectRedis, type RedisConnection } from '@sluice/shared/queues'
import { createQueuePrefix, readTestServers, removePrefix, waitFor } from '@sluice/shared/testing'
import { createTarget } from '../target.ts'
import { createRedisHolds } from './create-redis-holds.ts'

describe('holds in Redis', () => {
  let redis: RedisConnection
  const prefix = createQueuePrefix()
  const held = createTarget({ region: 'us-west-2', writeKey: 'a-secret-key' })

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
  })
  afterAll(async () => {
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  test('stop every sender, for this write key in this region alone', async () => {
    const [one, other] = [createRedisHolds(redis, prefix), createRedisHolds(redis, prefix)]
    await one.hold(held, 60_000)
    const nowMs = performance.now()
    for (const holds of [one, other]) {
      expect(await holds.read(held)).toBeGreaterThan(nowMs)
      expect(await holds.read(createTarget({ region: 'eu-west-1', writeKey: 'a-secret-key' }))).toBeNull()
      expect(await holds.read(createTarget({ region: 'us-west-2', writeKey: 'another' }))).toBeNull()
    }
  })

  test('end by themselves', async () => {
    const target = createTarget({ region: 'us-west-2', writeKey: 'held-shortly' })
    const holds = createRedisHolds(redis, prefix)
    await holds.hold(target, 5)
    await waitFor('the hold to end', async () => (await holds.read(target)) === null)
  })

  test('do not tell the write key', async () => {
    const holds = createRedisHolds(redis, prefix)
    await holds.hold(held, 60_000)
    const keys = await redis.keys(`${prefix}:*`)
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) {
      expect(`${key} ${await redis.get(key)}`).not.toContain('a-secret-key')
    }
  })
})
