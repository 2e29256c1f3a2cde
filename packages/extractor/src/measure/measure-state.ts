import type { RedisConnection, TypedQueue } from '@sluice/shared/queues'
import { createGauge, type Metrics } from '@sluice/shared/runtime'
import {
  countOpenLetters,
  readDatabaseTime,
  readState,
  readUsage,
  type Queryable,
} from '@sluice/shared/store'
import { createCachedRead } from './cached-read.ts'
import { measureDatabase } from './measure-database.ts'
import { measureLetters } from './measure-letters.ts'
import { measureRedis } from './measure-redis.ts'
import { measureUsage } from './measure-usage.ts'
import { readQueues } from './read-queues.ts'
import { readRedisMemory } from '../sync/read-redis-memory.ts'

/** Several gauges of one scrape share a read; a second Prometheus costs nothing. */
const LIMITS = { maxAgeMs: 5_000, patienceMs: 3_000 }

/** Counting a million letters takes seconds: seldom, and what was counted last will do until it is done. */
const LETTERS_LIMITS = { maxAgeMs: 60_000, patienceMs: 3_000, keepMs: 300_000 }

/**
 * Gauges of what the control database and Redis hold, read when they are scraped. Every
 * extractor tells the same, so whoever sums over extractors must take the largest
 * instead. While a store cannot be read its gauges are absent, and the rest is told.
 */
export function measureState(
  metrics: Metrics,
  deps: {
    readonly db: Queryable
    readonly redis: RedisConnection
    readonly queues: readonly Pick<TypedQueue<object>, 'name' | 'raw'>[]
  },
): void {
  const database = createCachedRead(() => readState(deps.db), LIMITS)
  const redis = createCachedRead(
    async () => ({
      queues: await readQueues(deps.queues),
      memory: await readRedisMemory(deps.redis),
      readAt: new Date(),
    }),
    LIMITS,
  )
  createGauge(
    metrics,
    { name: 'sluice_state_readable', help: 'Whether a store can be read: 1 or 0.', labels: ['store'] },
    async (gauge) => {
      gauge.set({ store: 'database' }, (await database()) === null ? 0 : 1)
      gauge.set({ store: 'redis' }, (await redis()) === null ? 0 : 1)
    },
  )
  measureDatabase(metrics, database)
  measureLetters(
    metrics,
    createCachedRead(() => countOpenLetters(deps.db), LETTERS_LIMITS),
  )
  measureUsage(
    metrics,
    createCachedRead(async () => readUsage(deps.db, { at: await readDatabaseTime(deps.db) }), LIMITS),
  )
  measureRedis(metrics, redis)
}
