import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { removePrefix, waitFor } from '@sluice/shared/testing'
import { hash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Client } from 'pg'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { noteTrait, writePeopleConfig } from './people-config.ts'

// The emulator remembers 10,000 events, and users are counted exactly up to 8,192.
const ROWS = 9_000

const CONFIG = writePeopleConfig({
  keys: ['filter: properties.plan != "internal"', 'max_deleted_percent: 10'],
  fields: [noteTrait(), 'timestamp: { "@path": "$.properties.at" }'],
})

interface Batch {
  readonly batch: readonly { readonly messageId: string }[]
}

/** Of events in whatever order. */
function digest(events: readonly object[]): string {
  return hash(
    'sha256',
    events
      .map((event) => JSON.stringify(event))
      .toSorted()
      .join('\n'),
  )
}

describe('a dry run', () => {
  let pipeline: Pipeline
  let out: string

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text, note text, plan text, at timestamptz)')
    await pipeline.warehouse(
      `insert into people select case when n > 3 then 'p' || n end, repeat('fine ü ', 40), case n % 10 when 0 then 'internal' end,
         '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 second' from generate_series(1, ${ROWS}) n`,
    )
    const path = await pipeline.writeConfig(CONFIG)
    out = `${dirname(path)}/bodies.ndjson`
    const { code, stderr } = await pipeline.sluice(['apply', '-f', path])
    if (code !== 0) throw new Error(stderr)
    await pipeline.startWorkers()
  })
  afterAll(() => pipeline.close())

  const run = async (...args: string[]): Promise<SyncDocument> => {
    const { stdout, stderr } = await pipeline.sluice(['sync', 'people-identify', '--json', ...args])
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as SyncDocument
  }
  const readBodies = async (): Promise<readonly string[]> =>
    (await readFile(out, 'utf8')).split('\n').slice(0, -1)
  const listStaged = () => pipeline.warehouse(`select from pg_tables where tablename ~ '^(staged|aside)'`)
  /** Nothing is known of what was under way, as when an extractor has died and its lock has run out. */
  const forgetJobs = async (): Promise<void> => {
    const redis = await connectRedis(pipeline.redisUrl)
    await removePrefix(redis, pipeline.prefix)
    await redis.quit()
  }

  test('sends nothing, and says to the byte what the sync after it sends, though the extractor is killed in the middle', async () => {
    const asked = run('--dry-run', '--out', out)
    await waitFor('some of it to be written', async () => {
      const partial = await stat(`${out}.partial`).catch(() => null)
      return partial !== null && partial.size > 0
    })
    pipeline.killWorkers(['extractor'])
    await forgetJobs()
    await pipeline.startWorkers(['extractor'])
    const { forecast, ...sync } = await asked
    const skipped = Math.floor(ROWS / 10)
    const events = ROWS - 3 - skipped
    expect(sync).toMatchObject({
      status: 'succeeded',
      origin: 'dry_run',
      extracted: 0,
      delivered: 0,
      inFlight: 0,
    })
    expect(forecast).toMatchObject({
      added: ROWS - 3,
      updated: 0,
      deleted: 0,
      skippedByTrigger: 0,
      skippedByFilter: skipped,
      invalid: { identifier_null: 3 },
      events: { identify: events },
      apiCalls: events,
      users: events,
      mtus: { atMost: events },
      guards: [],
    })

    const bodies = await readBodies()
    expect(bodies).toHaveLength(forecast?.requests ?? -1)
    expect(bodies.reduce((bytes, body) => bytes + Buffer.byteLength(body), 0)).toBe(forecast?.bytes)
    expect((await readdir(dirname(out))).filter((name) => name.endsWith('.partial'))).toEqual([])
    expect(await listStaged()).toEqual([])
    expect(pipeline.emulator.counts().requests).toBe(0)
    expect(await pipeline.control('select from sluice.dead_letters')).toEqual([])

    const real = await run('--wait')
    expect(real).toMatchObject({ status: 'partial', added: ROWS - 3, skipped, invalid: 3, delivered: events })
    const foretold = bodies.flatMap((body) => (JSON.parse(body) as Batch).batch)
    // The instants that Segment, and so the emulator, writes down of an arrival.
    const sent = pipeline.emulator.events().map(({ payload }) => {
      const { originalTimestamp: timestamp, sentAt: _sentAt, receivedAt: _receivedAt, ...event } = payload
      return { ...event, timestamp }
    })
    expect(digest(foretold)).toBe(digest(sent))

    const replay = await fetch(`${pipeline.emulator.endpoints['us-west-2']}/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${pipeline.writeKeys.us}:`)}`,
      },
      body: bodies[0] ?? '',
    })
    expect(replay.status).toBe(200)
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: events })
  })

  test('of nothing that has changed is of nothing; of a reset, of everything, and the reset is still to come', async () => {
    const { forecast } = await run('--dry-run', '--wait')
    expect(forecast).toMatchObject({
      added: 0,
      updated: 0,
      deleted: 0,
      events: {},
      bytes: 0,
      requests: 0,
      users: 0,
    })
    await pipeline.sluice(['reset', 'people-identify'])
    await pipeline.sluice(['disable', 'people-identify'])
    const first = await run('--dry-run', '--wait')
    expect(first.forecast).toMatchObject({ added: ROWS - 3, apiCalls: ROWS - 3 - Math.floor(ROWS / 10) })
    const second = await run('--dry-run', '--wait')
    expect(second.forecast).toEqual(first.forecast)
    await pipeline.sluice(['enable', 'people-identify'])
    expect(await run('--wait')).toMatchObject({
      added: first.forecast?.added,
      delivered: first.forecast?.apiCalls,
    })
    const { stdout } = await pipeline.sluice(['status', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ mappings: [{ lastSync: { origin: 'manual' } }] })
  })

  test('names the guard that would stop the sync, and makes way for a sync that is asked for', async () => {
    await pipeline.warehouse(`delete from people where person_id like 'p1%'`)
    const { forecast } = await run('--dry-run', '--wait')
    expect(forecast).toMatchObject({ guards: [{ code: 'deletes_exceeded' }] })
    expect((await run('--dry-run', '--wait', '--allow-deletes')).forecast).toMatchObject({ guards: [] })

    const blocker = new Client({ connectionString: pipeline.warehouseUrl })
    await blocker.connect()
    try {
      await blocker.query('begin; lock table people in access exclusive mode')
      const waiting = pipeline.sluice(['sync', 'people-identify', '--dry-run', '--wait'])
      await waitFor('the dry run to read the model', async () => {
        const rows = await pipeline.warehouse(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return rows.length > 0
      })
      const real = run('--wait', '--allow-deletes')
      expect(await waiting).toMatchObject({
        code: 4,
        stdout: expect.stringMatching(
          /dry run: canceled\nreason: a sync of the mapping was asked for meanwhile/,
        ),
      })
      await blocker.query('rollback')
      expect(await real).toMatchObject({ status: 'succeeded', origin: 'manual' })
    } finally {
      await blocker.end()
    }
    expect(await listStaged()).toEqual([])
  })

  test('of a query that fails, fails as the sync would', async () => {
    await pipeline.warehouse('alter table people rename to persons')
    const [dry, real] = [await run('--dry-run', '--wait'), await run('--wait')]
    expect(dry).toMatchObject({
      status: 'failed',
      errorCode: real.errorCode,
      error: real.error,
      forecast: null,
    })
    const { code, stderr } = await pipeline.sluice(['sync', 'people-identify', '--dry-run', '--out', out])
    expect([code, stderr]).toEqual([1, ''])
    expect(await listStaged()).toEqual([])
    // What was written before is still there.
    expect((await readBodies()).length).toBeGreaterThan(0)
  })
})
