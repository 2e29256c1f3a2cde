import { EXTRACT_QUEUE, closeRedis, connectRedis, formatRedis, openQueue } from '@sluice/shared/queues'
import type { ExtractorDeps } from '@sluice/operations'
import { announceWait, parseEnvironment } from '@sluice/shared/runtime'
import type { Shell } from '../shell.ts'
import { withDatabase } from './with-database.ts'

/**
 * Runs work with the control database and the queue of the extractors; both are reached before
 * it begins, so that an order is written down only when an extractor can be told of it.
 */
export async function withExtractQueue<T>(
  shell: Pick<Shell, 'env' | 'note'>,
  work: (deps: ExtractorDeps) => Promise<T>,
): Promise<T> {
  const values = parseEnvironment(shell.env, ['DATABASE_URL', 'REDIS_URL', 'SLUICE_QUEUE_PREFIX'])
  return withDatabase(shell, values.DATABASE_URL, async (db) => {
    const redis = await announceWait(connectRedis(values.REDIS_URL), () =>
      shell.note(`waiting for Redis at ${formatRedis(values.REDIS_URL)} …`),
    )
    const extract = openQueue(EXTRACT_QUEUE, { redis, prefix: values.SLUICE_QUEUE_PREFIX, onError: () => {} })
    try {
      return await work({ db, extract })
    } finally {
      await extract.close()
      await closeRedis(redis)
    }
  })
}
