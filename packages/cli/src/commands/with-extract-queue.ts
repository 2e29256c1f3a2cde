import {
  EXTRACT_QUEUE,
  closeRedis,
  connectRedis,
  formatRedis,
  openQueue,
  type RedisConnection,
} from '@sluice/shared/queues'
import type { ExtractorDeps } from '@sluice/operations'
import { announceWait, parseEnvironment } from '@sluice/shared/runtime'
import type { Shell } from '../shell.ts'
import { withDatabase } from './with-database.ts'

/** What a command works with that orders something of an extractor, and may talk with it. */
export interface QueueDeps extends ExtractorDeps {
  readonly redis: RedisConnection
  readonly prefix: string
}

/**
 * Runs work with the control database and the queue of the extractors; both are reached before
 * it begins, so that an order is written down only when an extractor can be told of it.
 */
export async function withExtractQueue<T>(
  shell: Pick<Shell, 'env' | 'note' | 'patienceMs'>,
  work: (deps: QueueDeps) => Promise<T>,
): Promise<T> {
  const values = parseEnvironment(shell.env, ['DATABASE_URL', 'REDIS_URL', 'SLUICE_QUEUE_PREFIX'])
  return withDatabase(shell, values.DATABASE_URL, async (db) => {
    const redis = await announceWait(
      connectRedis(values.REDIS_URL),
      () => shell.note(`waiting for Redis at ${formatRedis(values.REDIS_URL)} …`),
      shell.patienceMs,
    )
    const prefix = values.SLUICE_QUEUE_PREFIX
    const extract = openQueue(EXTRACT_QUEUE, { redis, prefix, onError: () => {} })
    try {
      return await work({ db, extract, redis, prefix })
    } finally {
      await extract.close()
      await closeRedis(redis)
    }
  })
}
