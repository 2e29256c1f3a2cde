import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connectRedis, type RedisConnection } from '@sluice/shared/queues'
import { createQueuePrefix, readTestServers, removePrefix } from '@sluice/shared/testing'
import type { Budget } from '../core/index.ts'
import { createTarget, type Target } from '../target.ts'
import { createRedisBudgets } from './create-redis-budgets.ts'

const { signal } = new AbortController()
const target = (writeKey: string, budget: Budget): Target =>
  createTarget({ region: 'us-west-2', writeKey }, budget)

describe('budgets in Redis', () => {
  let redis: RedisConnection
  const prefix = createQueuePrefix()

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
  })
  afterAll(async () => {
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  const create = () => createRedisBudgets(redis, prefix)
  const readSpent = async ({ id }: Target): Promise<number> =>
    Number(await redis.get(`${prefix}:budget:events:${id}`))

  test('are shared by all senders: what one has spent in a second, the other has to wait for', async () => {
    const slow = target('shared', { eventsPerSecond: 10, requestsPerSecond: 1_000 })
    await create().spend(slow, 10, signal)
    const stopping = new AbortController()
    const waiting = create().spend(slow, 1, stopping.signal)
    // The second is over only when its key is: until then nobody gets through.
    const winner = await Promise.race([waiting.then(() => 'spent'), waitUntilGone(slow).then(() => 'over')])
    expect(winner).toBe('over')
    await waiting
  })

  const waitUntilGone = async ({ id }: Target): Promise<void> => {
    while ((await redis.pttl(`${prefix}:budget:events:${id}`)) > 0) await new Promise(setImmediate)
  }

  test('let more through than a second holds, over as many seconds as it takes', async () => {
    const slow = target('large', { eventsPerSecond: 4, requestsPerSecond: 1_000 })
    await create().spend(slow, 10, signal)
    // The last two of ten: two seconds were full before.
    expect(await readSpent(slow)).toBe(2)
  })

  test('waste nothing of a second: what is left of it is taken in part', async () => {
    const slow = target('parts', { eventsPerSecond: 10, requestsPerSecond: 1_000 })
    const budgets = create()
    await budgets.spend(slow, 7, signal)
    await budgets.spend(slow, 7, signal)
    // Three of the second seven were taken from the first second.
    expect(await readSpent(slow)).toBe(4)
  })

  test('count requests beside events', async () => {
    const slow = target('requests', { eventsPerSecond: null, requestsPerSecond: 2 })
    const budgets = create()
    for (let n = 0; n < 3; n += 1) await budgets.spend(slow, 2_500, signal)
    // The third did not fit the first second.
    expect(Number(await redis.get(`${prefix}:budget:requests:${slow.id}`))).toBe(1)
  })

  test('of one key delay no other', async () => {
    const budgets = create()
    const slow = target('slow', { eventsPerSecond: 1, requestsPerSecond: 1 })
    const stopping = new AbortController()
    const waiting = budgets.spend(slow, 1_000_000, stopping.signal)
    for (let n = 0; n < 100; n += 1) {
      await budgets.spend(target('quick', { eventsPerSecond: null, requestsPerSecond: 1_000 }), 2_500, signal)
    }
    stopping.abort(new Error('stopping'))
    await expect(waiting).rejects.toThrow('aborted')
  })

  test('serve those of one key in the order of asking, also after one of them gave up', async () => {
    const budgets = create()
    const slow = target('ordered', { eventsPerSecond: 5, requestsPerSecond: 1_000 })
    const stopping = new AbortController()
    const order: string[] = []
    const first = budgets.spend(slow, 5, signal).then(() => order.push('first'))
    const gone = budgets.spend(slow, 1_000, stopping.signal)
    const last = budgets.spend(slow, 1, signal).then(() => order.push('last'))
    await first
    stopping.abort(new Error('stopping'))
    await expect(gone).rejects.toThrow('aborted')
    await last
    expect(order).toEqual(['first', 'last'])
  })

  test('do not tell the write key', async () => {
    await create().spend(target('a-secret-key', { eventsPerSecond: 1, requestsPerSecond: 1 }), 1, signal)
    const keys = await redis.keys(`${prefix}:*`)
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.join()).not.toContain('a-secret-key')
  })
})
