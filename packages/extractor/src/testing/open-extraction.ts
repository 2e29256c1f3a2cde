import { openBodyWriter } from '@sluice/shared/bodies'
import {
  EXTRACT_QUEUE,
  MAP_QUEUE,
  SEND_QUEUE,
  connectRedis,
  createPayloads,
  openQueue,
  type RedisConnection,
} from '@sluice/shared/queues'
import { openDatabase, readInstallationId, type Database } from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import {
  SEED_MODEL,
  seedConfig,
  createControlDatabase,
  createEmptyDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
} from '@sluice/shared/testing'
import pg from 'pg'
import type { ChunkLimits } from '../core/index.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { createWarehouses } from '../warehouses.ts'

/** What an extractor works with, without its workers: a test takes the steps. */
export interface Extraction {
  readonly deps: SyncDeps
  readonly db: Database
  readonly redis: RedisConnection
  readonly prefix: string
  /** Runs a statement in the warehouse. */
  sql<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>
  close(): Promise<void>
}

/**
 * Opens fresh databases and queues, with a mapping `people` of the table `people (id,
 * plan)`, which fires on every change.
 */
export async function openExtraction(chunkLimits: ChunkLimits): Promise<Extraction> {
  const servers = readTestServers(process.env)
  const control = await createControlDatabase(servers.databaseUrl)
  const source = await createEmptyDatabase(servers.databaseUrl)
  const db = openDatabase({ url: control.url, applicationName: 'extraction test' })
  const redis = await connectRedis(servers.redisUrl)
  const prefix = createQueuePrefix()
  const pool = new pg.Pool({ connectionString: source.url, max: 1 })
  await pool.query('create table people (id text primary key, plan text)')

  const secrets = createSecretBox(Buffer.alloc(32, 1).toString('base64'))
  const model = { ...SEED_MODEL, query: 'select * from people order by id' }
  await seedConfig(db, secrets, {
    source: { settings: { connection: source.url } },
    model,
    mapping: {
      id: 'people',
      trigger: ['added', 'updated', 'deleted'],
      maxDeletedPercent: 100,
      fields: { traits: { plan: { '@path': '$.properties.plan' } } },
    },
  })
  const connection = { redis, prefix, onError: () => {} }
  const queues = {
    map: openQueue(MAP_QUEUE, connection),
    send: openQueue(SEND_QUEUE, connection),
    extract: openQueue(EXTRACT_QUEUE, connection),
  }
  const warehouses = createWarehouses(db, secrets)
  return {
    db,
    redis,
    prefix,
    deps: {
      ...queues,
      log: { info: () => {}, warn: () => {}, error: () => {} } as never,
      db,
      secrets,
      warehouses,
      installationId: await readInstallationId(db),
      payloads: createPayloads(redis, prefix, secrets),
      backPressure: { waitForRoom: async () => {} },
      openBodies: (reader, signal) => openBodyWriter(connection, reader, signal),
      chunkLimits,
    },
    sql: async (text, values) => (await pool.query(text, values as unknown[])).rows,
    async close() {
      await Promise.all([
        queues.map.close(),
        queues.send.close(),
        queues.extract.close(),
        warehouses.close(),
        pool.end(),
      ])
      await removePrefix(redis, prefix)
      await redis.quit()
      await db.close()
      await control.drop()
      await source.drop()
    },
  }
}
