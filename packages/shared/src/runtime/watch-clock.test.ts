import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { connectRedis, type RedisConnection } from '../queues/index.ts'
import { readTestServers, waitFor } from '../testing/index.ts'
import { createMetrics } from './metrics.ts'
import { watchClock } from './watch-clock.ts'

let redis: RedisConnection
beforeAll(async () => {
  redis = await connectRedis(readTestServers(process.env).redisUrl)
})
afterAll(() => redis.quit())

test.each([
  [7_200_000, 1],
  [-7_200_000, 1],
  [1_000, 0],
])(
  'a clock that is wrong by %i ms is told as a metric, and in the log %i times',
  async (wrongByMs, warnings) => {
    const metrics = createMetrics()
    const warned: object[] = []
    const log = { warn: (fields: object) => void warned.push(fields), info: () => {} }
    const watched = watchClock(log, metrics, redis, () => Date.now() + wrongByMs)
    const seconds = await waitFor('the look', async () => {
      const told = /^sluice_clock_skew_seconds (.+)$/m.exec(await metrics.metrics())?.[1]
      return told === '0' ? null : Number(told)
    })
    watched.stop()
    expect(Math.abs(seconds - wrongByMs / 1_000)).toBeLessThan(5)
    expect(warned).toHaveLength(warnings)
  },
)
