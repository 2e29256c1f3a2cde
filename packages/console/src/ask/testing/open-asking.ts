import { randomBytes } from 'node:crypto'
import type { Asker } from '@sluice/operations'
import type { Question, WarehouseQuestion } from '@sluice/shared/domain'
import { ASK_QUEUES, connectRedis, openQueue, type AskPayload, type TypedQueue } from '@sluice/shared/queues'
import { createSigns, startAnswering, type Answer, type Signs } from '@sluice/shared/questions'
import { createLifecycle, createLogger, createMetrics, observeWorkers } from '@sluice/shared/runtime'
import { createReader, createSecretBox, deriveSecretKeys, type SecretBox } from '@sluice/shared/secrets'
import { openDatabase, publishReaderKeys, type Database } from '@sluice/shared/store'
import {
  asRole,
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
} from '@sluice/shared/testing'
import { createQueueAsker } from '../create-queue-asker.ts'

/** Who asks and who answers about warehouses, each under the role of its process, on real servers. */
export interface AskingScene {
  readonly asker: Asker
  /** As the owner of the schema. */
  readonly db: Database
  readonly signs: Signs
  /** The worker's. */
  readonly secrets: SecretBox
  readonly queue: TypedQueue<AskPayload>
  /** Publishes the worker's key. */
  publish(): Promise<void>
  /** Does work while a worker answers with a function. */
  whileAnswering<T>(answer: Answer<WarehouseQuestion>, work: () => Promise<T>): Promise<T>
  /** Everything that Redis holds, as text. */
  dumpRedis(): Promise<string>
  close(): Promise<void>
}

/** Opens one, over a Redis of its own where that is named; nobody answers yet. */
export async function openAsking(
  limits: { readonly takingMs: number; readonly askingMs: number },
  ownRedisUrl?: string,
): Promise<AskingScene> {
  const servers = readTestServers(process.env)
  const redisUrl = ownRedisUrl ?? servers.redisUrl
  const control = await createControlDatabase(servers.databaseUrl)
  const [db, askerDb, workerDb] = [
    control.url,
    asRole(control.url, 'sluice_console'),
    asRole(control.url, 'sluice_extractor'),
  ].map((url) => openDatabase({ url, applicationName: 'asking test' })) as [Database, Database, Database]
  const redis = await connectRedis(redisUrl)
  const prefix = createQueuePrefix()
  const connection = { redis, prefix, onError: () => {} }
  const queues = {
    sources: openQueue(ASK_QUEUES.sources, connection),
    destinations: openQueue(ASK_QUEUES.destinations, connection),
  }
  const key = randomBytes(32).toString('base64')
  const secrets = createSecretBox(key)
  const reader = createReader(deriveSecretKeys(key))
  const log = createLogger({ name: 'test', level: 'silent' })
  return {
    asker: createQueueAsker({
      db: askerDb,
      redis,
      prefix,
      queues,
      limits,
    }),
    db,
    signs: createSigns(redis, prefix),
    secrets,
    queue: queues.sources,
    async publish() {
      const keys = await reader.listKeys()
      await publishReaderKeys(
        workerDb,
        keys.filter(({ purpose }) => purpose === 'sources'),
      )
    },
    async whileAnswering(answer, work) {
      const lifecycle = createLifecycle(log)
      const observer = observeWorkers(log, createMetrics())
      const context = { db: workerDb, log, secrets, reader, redis, queues: connection, observer }
      startAnswering(context, lifecycle, 'sources', {
        isOurs: (question: Question): question is WarehouseQuestion => 'source' in question,
        answer,
      })
      try {
        return await work()
      } finally {
        await lifecycle.stop()
      }
    },
    async dumpRedis() {
      const keys = (await (redis as { keys(pattern: string): Promise<string[]> }).keys('*')).filter((each) =>
        each.startsWith(prefix),
      )
      const values = await Promise.all(keys.map((each) => redis.dump(each)))
      return [...keys, ...values.map(String)].join('\n')
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()))
      await removePrefix(redis, prefix)
      await redis.quit()
      await Promise.all([db, askerDb, workerDb].map((each) => each.close()))
      await control.drop()
    },
  }
}
