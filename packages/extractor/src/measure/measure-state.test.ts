import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Outcome } from '@sluice/shared/domain'
import {
  EXTRACT_QUEUE,
  MAP_QUEUE,
  connectRedis,
  openQueue,
  type ExtractPayload,
  type MapPayload,
  type RedisConnection,
  type TypedQueue,
} from '@sluice/shared/queues'
import { createMetrics } from '@sluice/shared/runtime'
import {
  createSync,
  failSync,
  finishSync,
  openDatabase,
  recordChunk,
  recordCommitting,
  recordDestinationError,
  recordDestinationState,
  recordMapping,
  recordStaged,
  recordStaging,
  recordStreamed,
  settleChunk,
  type Database,
} from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import {
  SEED_MAPPING,
  seedConfig,
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
  type TestDatabase,
} from '@sluice/shared/testing'
import { measureState } from './measure-state.ts'

const SECRETS = createSecretBox(Buffer.alloc(32).toString('base64'))

describe('the state metrics', () => {
  const prefix = createQueuePrefix()
  let testDatabase: TestDatabase
  let db: Database
  let redis: RedisConnection
  let map: TypedQueue<MapPayload>
  let extract: TypedQueue<ExtractPayload>

  beforeAll(async () => {
    const servers = readTestServers(process.env)
    testDatabase = await createControlDatabase(servers.databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'state metrics test' })
    redis = await connectRedis(servers.redisUrl)
    const connection = { redis, prefix, onError: () => {} }
    map = openQueue(MAP_QUEUE, connection)
    extract = openQueue(EXTRACT_QUEUE, connection)
    await seedConfig(db, SECRETS, {
      destination: { id: 'segment-us', writeKey: 'a-write-key' },
      mapping: null,
    })
    for (const id of ['well', 'ill', 'late', 'new']) {
      await recordMapping(db, {
        ...SEED_MAPPING,
        id,
        destination: 'segment-us',
        schedule: id === 'late' ? { every: '1m' } : null,
      })
    }
  })
  afterAll(async () => {
    await map.close()
    await extract.close()
    await removePrefix(redis, prefix)
    await redis.quit()
    await db.close()
    await testDatabase.drop()
  })

  const settle = (sync: string, chunk: number, outcome: Outcome): Promise<boolean> =>
    settleChunk(db, SECRETS, { sync, chunk, outcome, letters: [], skippedSeqs: [] })

  const scrape = async (): Promise<string> => {
    const metrics = createMetrics()
    measureState(metrics, { db, redis, queues: [map, extract] })
    return metrics.metrics()
  }

  /** A sync whose one chunk of 10 rows has been cut. */
  const startSync = async (mapping: string): Promise<string> => {
    const sync = await createSync(db, { mapping, origin: 'manual' })
    await recordStaging(db, sync.id)
    await recordStaged(db, sync.id, {
      stagedAt: new Date().toISOString(),
      added: 10,
      updated: 0,
      deleted: 0,
      invalid: 1,
      skipped: 0,
      lastSeq: 10,
    })
    await recordChunk(db, { sync: sync.id, chunk: 1, fromSeq: 1, toSeq: 10, rows: 10 })
    await recordStreamed(db, sync.id)
    return sync.id
  }

  test('tell nothing of mappings that have done nothing, and 0 of what is empty', async () => {
    const text = await scrape()
    expect(text).toContain('sluice_state_readable{store="database"} 1\n')
    expect(text).toContain('sluice_state_readable{store="redis"} 1\n')
    expect(text).toContain('sluice_sync_overdue_seconds{mapping="new"} 0\n')
    expect(text).toContain('sluice_sync_running_seconds{mapping="new"} 0\n')
    expect(text).not.toMatch(/^sluice_sync_last_\w+\{mapping="new"/m)
    expect(text).toContain('sluice_syncs_running{status="staging"} 0\n')
    expect(text).toContain('sluice_accounting_difference_rows 0\n')
    expect(text).toContain('sluice_dead_letters_oldest_age_seconds 0\n')
    expect(text).toContain('sluice_destination_refusing{destination="segment-us"} 0\n')
    expect(text).toContain('sluice_queue_oldest_waiting_seconds{queue="map"} 0\n')
    expect(text).toMatch(/^sluice_redis_memory_bytes [1-9]\d+$/m)
    expect(text).toMatch(/^sluice_redis_memory_ratio [\d.e-]+$/m)
  })

  test('follow a sync from its start to its end, and the books close all the way', async () => {
    const sync = await startSync('well')
    const before = await scrape()
    expect(before).toContain('sluice_syncs_running{status="delivering"} 1\n')
    expect(before).toContain('sluice_sync_rows{state="extracted"} 11\n')
    expect(before).toContain('sluice_sync_rows{state="invalid"} 1\n')
    expect(before).toContain('sluice_sync_rows{state="in_flight"} 10\n')
    expect(before).toContain('sluice_accounting_difference_rows 0\n')

    await settle(sync, 1, { skipped: 2, invalid: 0, delivered: 8, dead: 0 })
    expect(await scrape()).toContain('sluice_sync_rows{state="in_flight"} 0\n')

    await recordCommitting(db, sync)
    await finishSync(db, sync)
    const after = await scrape()
    expect(after).toContain('sluice_sync_rows{state="extracted"} 0\n')
    expect(after).toContain('sluice_sync_last_status{mapping="well",status="partial"} 1\n')
    expect(after).toMatch(/^sluice_sync_last_success_timestamp_seconds\{mapping="well"\} \d{10}/m)
    expect(after).toMatch(/^sluice_sync_last_duration_seconds\{mapping="well",phase="staging"\} [\d.]+$/m)
    expect(after).toContain('sluice_accounting_difference_rows 0\n')
  })

  test('tell of a sync that failed, and owe it no rows', async () => {
    const sync = await startSync('ill')
    await failSync(db, sync, 'query_failed', 'the query failed')
    const text = await scrape()
    expect(text).toContain('sluice_sync_last_status{mapping="ill",status="failed"} 1\n')
    expect(text).not.toMatch(/^sluice_sync_last_success_timestamp_seconds\{mapping="ill"\}/m)
    expect(text).toContain('sluice_accounting_difference_rows 0\n')
  })

  test('tell how many rows of a sync nothing accounts for, whether too few or too many', async () => {
    await db.query(`update sluice.syncs set delivered = delivered - 3 where mapping_id = 'well'`)
    expect(await scrape()).toContain('sluice_accounting_difference_rows 3\n')
    await db.query(`update sluice.syncs set delivered = delivered + 5 where mapping_id = 'well'`)
    expect(await scrape()).toContain('sluice_accounting_difference_rows 2\n')
    await db.query(`update sluice.syncs set delivered = delivered - 2 where mapping_id = 'well'`)
  })

  test('tell how late a mapping is', async () => {
    await db.query(`update sluice.mappings set updated_at = now() - interval '1 hour' where id = 'late'`)
    await db.query(`update sluice.destinations set updated_at = now() - interval '1 hour'`)
    const [, seconds] = /^sluice_sync_overdue_seconds\{mapping="late"\} ([\d.]+)$/m.exec(await scrape()) ?? []
    expect(Number(seconds)).toBeGreaterThan(3_000)
  })

  test('count open dead letters by mapping, stage and code, and know the oldest', async () => {
    const sync = await startSync('well')
    await db.query(
      `insert into sluice.dead_letters (stage, code, reason, mapping_id, sync_id, delta_seq, op, version, payload)
       select stage, 'mapping_failed', 'no', 'well', $1, seq, 'added', 1, 'v1.ada@example.com'
       from unnest(array['map', 'map', 'send']) with ordinality letters (stage, seq)`,
      [sync],
    )
    await db.query(`update sluice.dead_letters set status = 'discarded' where delta_seq = 2`)
    await db.query(`update sluice.dead_letters set created_at = now() - interval '1 day' where delta_seq = 1`)
    const text = await scrape()
    expect(text).toContain('sluice_dead_letters{mapping="well",stage="map",code="mapping_failed"} 1\n')
    expect(text).toContain('sluice_dead_letters{mapping="well",stage="send",code="mapping_failed"} 1\n')
    expect(text).toMatch(/^sluice_dead_letters_oldest_age_seconds 864\d\d/m)
    expect(text).not.toContain('ada@example.com')
    expect(text).not.toContain('a-write-key')
    await failSync(db, sync, 'query_failed', 'over')
  })

  test('a destination refuses until it takes something again', async () => {
    await recordDestinationError(db, 'segment-us', 'the write key is not known')
    expect(await scrape()).toContain('sluice_destination_refusing{destination="segment-us"} 1\n')
    await recordDestinationState(db, ['segment-us'], { state: 'ok' })
    expect(await scrape()).toContain('sluice_destination_refusing{destination="segment-us"} 0\n')
  })

  test.each(['unavailable', 'held'] as const)(
    'tell how long events wait for a destination that is %s',
    async (state) => {
      const told = { state, reason: 'HTTP 503', untilInMs: 1_000 }
      await recordDestinationState(db, ['segment-us'], told)
      expect(await scrape()).toContain('sluice_destination_waiting_seconds{destination="segment-us"} 0\n')

      const sync = await startSync('well')
      await db.query(`update sluice.destinations set state_since = now() - interval '1 hour'`)
      await db.query(`update sluice.syncs set staged_at = now() - interval '10 minutes' where id = $1`, [
        sync,
      ])
      const [, seconds] =
        /^sluice_destination_waiting_seconds\{destination="segment-us"\} ([\d.]+)$/m.exec(await scrape()) ??
        []
      expect(Number(seconds)).toBeGreaterThanOrEqual(600)
      expect(Number(seconds)).toBeLessThan(3_600)

      await recordDestinationState(db, ['segment-us'], { state: 'ok' })
      expect(await scrape()).toContain('sluice_destination_waiting_seconds{destination="segment-us"} 0\n')
      await failSync(db, sync, 'query_failed', 'over')
    },
  )

  test('know since when the next job of a queue waits', async () => {
    await map.raw.add('map', {}, { jobId: 'map-old', timestamp: Date.now() - 600_000 })
    await map.raw.add('map', {}, { jobId: 'map-new' })
    const text = await scrape()
    expect(text).toContain('sluice_queue_jobs{queue="map",state="waiting"} 2\n')
    expect(text).toMatch(/^sluice_queue_oldest_waiting_seconds\{queue="map"\} 60\d/m)
    expect(text).toContain('sluice_queue_jobs{queue="extract",state="waiting"} 0\n')
  })

  test('a store that fails or hangs takes only its own gauges with it', async () => {
    const metrics = createMetrics()
    measureState(metrics, {
      db: { query: () => Promise.reject(new Error('away')) },
      redis,
      queues: [map],
    })
    const text = await metrics.metrics()
    expect(text).toContain('sluice_state_readable{store="database"} 0\n')
    expect(text).toContain('sluice_state_readable{store="redis"} 1\n')
    expect(text).not.toMatch(/^sluice_(sync|dead_letters|destination|accounting)\w*[ {]/m)
    expect(text).toContain('sluice_queue_jobs{queue="map",state="waiting"} 2\n')
    expect(text).toContain('process_cpu_seconds_total')

    const hung = createMetrics()
    measureState(hung, { db, redis: { info: () => new Promise(() => {}) } as never, queues: [map] })
    const rest = await hung.metrics()
    expect(rest).toContain('sluice_state_readable{store="redis"} 0\n')
    expect(rest).toContain('sluice_state_readable{store="database"} 1\n')
    expect(rest).not.toMatch(/^sluice_(queue|redis)\w*[ {]/m)
  })
})
