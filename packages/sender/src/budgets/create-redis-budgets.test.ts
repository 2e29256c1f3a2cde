import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { connectRedis, type RedisConnection } from '@sluice/shared/queues'
import { createQueuePrefix, readTestServers, removePrefix } from '@sluice/shared/testing'
import type { Budget } from '../core/index.ts'
import { createTarget, type Target } from '../target.ts'
import type { Budgets } from './budgets.ts'
import { createRedisBudgets } from './create-redis-budgets.ts'

const { signal } = new AbortController()
const target = (writeKey: string, budget: Budget): Target =>
  createTarget({ region: 'us-west-2', writeKey }, budget)

/** Windows that nothing but their end by a test's hand can end while the test runs. */
const WINDOW_SECONDS = 3_600

describe('budgets in Redis', () => {
  let redis: RedisConnection
  /** How long each wait was to be, in ms. */
  let waits: number[] = []
  const prefix = createQueuePrefix()

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
  })
  afterEach(() => {
    waits = []
  })
  afterAll(async () => {
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  const endWindows = async (): Promise<void> => {
    const keys = await redis.keys(`${prefix}:budget:*`)
    if (keys.length > 0) await redis.unlink(...keys)
  }
  /** Budgets whose windows end as soon as somebody waits for it. */
  const create = (): Budgets =>
    createRedisBudgets(redis, prefix, {
      windowSeconds: WINDOW_SECONDS,
      wait: async (ms) => {
        waits.push(ms)
        await endWindows()
      },
    })
  const readSpent = async ({ id }: Target): Promise<number> =>
    Number(await redis.get(`${prefix}:budget:events:${id}`))

  test('are shared by all senders: what one has spent in a window, the other has to wait for', async () => {
    const slow = target('shared', { eventsPerSecond: 10, requestsPerSecond: 1_000 })
    await create().spend(slow, 10, signal)
    expect(waits).toEqual([])
    await create().spend(slow, 1, signal)
    expect(waits).toHaveLength(1)
    expect(waits[0]).toBeGreaterThan(0)
    expect(waits[0]).toBeLessThanOrEqual(WINDOW_SECONDS * 1_000)
  })

  test('are windows of a second, which end by themselves', async () => {
    const slow = target('by-itself', { eventsPerSecond: 1, requestsPerSecond: 1_000 })
    await createRedisBudgets(redis, prefix).spend(slow, 1, signal)
    expect(await redis.pttl(`${prefix}:budget:events:${slow.id}`)).toBeLessThanOrEqual(1_000)
    await createRedisBudgets(redis, prefix).spend(slow, 1, signal)
  })

  test('let more through than a window holds, over as many windows as it takes', async () => {
    const slow = target('large', { eventsPerSecond: 4, requestsPerSecond: 1_000 })
    await create().spend(slow, 10, signal)
    // The last two of ten: two windows were full before.
    expect(waits).toHaveLength(2)
    expect(await readSpent(slow)).toBe(2)
  })

  test('waste nothing of a window: what is left of it is taken in part', async () => {
    const slow = target('parts', { eventsPerSecond: 10, requestsPerSecond: 1_000 })
    const budgets = create()
    await budgets.spend(slow, 7, signal)
    await budgets.spend(slow, 7, signal)
    // Three of the second seven were taken from the first window.
    expect(waits).toHaveLength(1)
    expect(await readSpent(slow)).toBe(4)
  })

  test('count requests beside events', async () => {
    const slow = target('requests', { eventsPerSecond: null, requestsPerSecond: 2 })
    const budgets = create()
    for (let n = 0; n < 3; n += 1) await budgets.spend(slow, 2_500, signal)
    // The third did not fit the first window.
    expect(waits).toHaveLength(1)
    expect(Number(await redis.get(`${prefix}:budget:requests:${slow.id}`))).toBe(1)
  })

  test('of one key delay no other', async () => {
    const budgets = createRedisBudgets(redis, prefix, {
      windowSeconds: WINDOW_SECONDS,
      wait: (ms, stopped) => sleep(ms, undefined, { signal: stopped }),
    })
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
    const gone = budgets.spend(slow, 1_000_000, stopping.signal)
    const last = budgets.spend(slow, 1, signal).then(() => order.push('last'))
    await first
    stopping.abort(new Error('stopping'))
    await expect(gone).rejects.toThrow('stopping')
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
