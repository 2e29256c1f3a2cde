import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { SluiceError } from '@sluice/shared/errors'
import {
  EXTRACT_QUEUE,
  MAP_QUEUE,
  SEND_QUEUE,
  connectRedis,
  createPayloads,
  decodeDeltas,
  openQueue,
  type RedisConnection,
} from '@sluice/shared/queues'
import {
  createSecretBox,
  createSync,
  openDatabase,
  readInstallationId,
  readSync,
  recordChunk,
  recordDestination,
  recordMapping,
  recordModel,
  recordSource,
  settleChunk,
  type Database,
} from '@sluice/shared/store'
import {
  createControlDatabase,
  createEmptyDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
  type TestDatabase,
} from '@sluice/shared/testing'
import { abandonSync } from './abandon-sync.ts'
import { commitIfSettled } from './commit-sync.ts'
import { runSync } from './run-sync.ts'
import type { SyncEdges } from './sync-edges.ts'
import { createWarehouses } from './warehouses.ts'

const ROWS = 2_500

describe('after a sync that failed halfway', () => {
  const { signal } = new AbortController()
  const prefix = createQueuePrefix()
  let databases: TestDatabase[]
  let db: Database
  let redis: RedisConnection
  let warehouse: Client
  let edges: SyncEdges
  let close: () => Promise<void>

  beforeAll(async () => {
    const servers = readTestServers(process.env)
    const control = await createControlDatabase(servers.databaseUrl)
    const source = await createEmptyDatabase(servers.databaseUrl)
    databases = [control, source]
    db = openDatabase({ url: control.url, applicationName: 'failed sync test' })
    redis = await connectRedis(servers.redisUrl)
    warehouse = new Client({ connectionString: source.url })
    await warehouse.connect()
    await warehouse.query(
      `create table people as select 'p' || n as id, 'a' as plan from generate_series(1, ${ROWS}) n`,
    )

    const secrets = createSecretBox(Buffer.alloc(32, 1).toString('base64'))
    await recordSource(db, secrets, { id: 'w', type: 'postgres', connection: source.url })
    await recordModel(db, {
      id: 'm',
      source: 'w',
      identifier: 'id',
      query: 'select * from people order by id',
    })
    await recordDestination(db, secrets, {
      id: 'd',
      source: null,
      writeKey: 'k',
      region: 'us-west-2',
      enabled: true,
      eventsPerSecond: null,
      requestsPerSecond: null,
    })
    await recordMapping(db, {
      id: 'people',
      model: 'm',
      destination: 'd',
      action: 'sendIdentify',
      trigger: ['added', 'updated', 'deleted'],
      filter: null,
      schedule: null,
      enabled: true,
      maxDeletedPercent: 30,
      fields: {},
    })
    const connection = { redis, prefix, onError: () => {} }
    const [map, send, extract] = [
      openQueue(MAP_QUEUE, connection),
      openQueue(SEND_QUEUE, connection),
      openQueue(EXTRACT_QUEUE, connection),
    ]
    const warehouses = createWarehouses(db, secrets)
    edges = {
      log: { info: () => {}, warn: () => {}, error: () => {} } as never,
      db,
      secrets,
      warehouses,
      map,
      send,
      extract,
      installationId: await readInstallationId(db),
      payloads: createPayloads(redis, prefix),
      backPressure: { waitForRoom: async () => {} },
    }
    close = async () => {
      await Promise.all([map.close(), send.close(), extract.close(), warehouses.close()])
    }
  })
  afterAll(async () => {
    await close()
    await warehouse.end()
    await removePrefix(redis, prefix)
    await redis.quit()
    await db.close()
    for (const database of databases) await database.drop()
  })

  const run = async (): Promise<string> => {
    const { id } = await createSync(db, { mapping: 'people', trigger: 'manual' })
    await runSync(edges, id, signal)
    return id
  }
  const settle = (sync: string, chunk: number, delivered: number): Promise<boolean> =>
    settleChunk(db, edges.secrets, {
      sync,
      chunk,
      outcome: { skipped: 0, invalid: 0, delivered, dead: 0 },
      letters: [],
      skippedSeqs: [],
    })
  const readDeltas = async (sync: string, chunk: number) => {
    const payload = await edges.payloads.get(MAP_QUEUE.jobId({ sync, chunk }))
    return payload === null ? [] : [...decodeDeltas(payload).deltas]
  }

  test('the next one sends what was not delivered, and what has changed since under a version of its own', async () => {
    const failed = await run()
    const [delivered] = await readDeltas(failed, 1)
    const inFlight = (await readDeltas(failed, 3))[0]
    await settle(failed, 1, 1_000)
    await abandonSync(edges, failed, new SluiceError('warehouse_denied', 'the password was changed'))
    expect(await readSync(db, failed)).toMatchObject({ status: 'failed', delivered: 1_000, inFlight: 1_500 })
    // A post that was under way when the sync failed still counts.
    await settle(failed, 2, 1_000)
    // What was delivered goes back to what it never was before, or away.
    await warehouse.query(`update people set plan = 'b' where id = $1`, [delivered?.recordId])

    const next = await run()
    expect(await readSync(db, next)).toMatchObject({
      status: 'delivering',
      added: 500,
      updated: 1,
      deleted: 0,
    })
    expect(await readSync(db, failed)).toMatchObject({ status: 'failed', delivered: 2_000, inFlight: 500 })
    const deltas = await readDeltas(next, 1)
    expect(deltas.find(({ recordId }) => recordId === delivered?.recordId)).toMatchObject({
      op: 'updated',
      version: 2,
    })
    // Not known to have arrived: the same delta again, hence the same messageId.
    expect(deltas.find(({ recordId }) => recordId === inFlight?.recordId)).toMatchObject({
      version: inFlight?.version,
      checksum: inFlight?.checksum,
    })

    await settle(next, 1, 501)
    await commitIfSettled(edges, next)
    expect(await readSync(db, next)).toMatchObject({ status: 'succeeded', delivered: 501, inFlight: 0 })
    const last = await run()
    expect(await readSync(db, last)).toMatchObject({ status: 'succeeded', extracted: 0 })
  })

  test('nothing more is written down of it', async () => {
    await warehouse.query(`update people set plan = 'c'`)
    const failed = await run()
    await abandonSync(edges, failed, new SluiceError('unexpected', 'a test'))
    expect(await recordChunk(db, { sync: failed, seq: 9, fromSeq: 1, toSeq: 1, rows: 1 })).toBe(false)
  })
})
