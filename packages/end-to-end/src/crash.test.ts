import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { describeSync, openDatabase, readSync, readUsage, type Database } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { startPostgres, startRedis, type LocalServer } from '@sluice/local'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPipeline, WORKERS, type Pipeline } from './open-pipeline.ts'
import { noteTrait, writePeopleConfig } from './people-config.ts'

const ROWS = 20_000

const CONFIG = writePeopleConfig({ keys: ['max_deleted_percent: 100'], fields: [noteTrait()] })

// A killed worker's jobs come back when their lock has run out.
const RECOVERY_LIMIT_MS = 240_000

describe('in the middle of a sync of 20,000 rows', () => {
  let folder: string
  let control: LocalServer
  let warehouse: LocalServer
  let redis: LocalServer
  let pipeline: Pipeline
  let db: Database

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-crash-'))
    // PostgreSQL runs as another user than root.
    await chmod(folder, 0o755)
    ;[control, warehouse, redis] = await Promise.all([
      startPostgres({ directory: join(folder, 'control') }),
      startPostgres({ directory: join(folder, 'warehouse') }),
      startRedis({ directory: join(folder, 'redis') }),
    ])
    const servers = { controlUrl: control.url, warehouseUrl: warehouse.url, redisUrl: redis.url }
    pipeline = await openPipeline(servers)
    db = openDatabase({ url: pipeline.controlUrl, applicationName: 'crash test' })
    await pipeline.warehouse('create table people (person_id text primary key, note text)')
    const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
    if (code !== 0) throw new Error(stderr)
    await pipeline.startWorkers()
  })
  afterAll(async () => {
    await db.close()
    await pipeline.close()
    await Promise.all([control.stop(), warehouse.stop(), redis.stop()])
    await rm(folder, { recursive: true })
  })

  /** A sync of a fresh set of rows; the Tracking API takes its time, so that there is a middle. */
  const start = async (mark: string): Promise<string> => {
    pipeline.emulator.reset()
    pipeline.emulator.setFaults([{ action: { type: 'delay', delayMs: 400 } }])
    await pipeline.warehouse(`truncate people`)
    await pipeline.warehouse(
      `insert into people select $1 || n, repeat('fine ', 40) from generate_series(1, ${ROWS}) n`,
      [mark],
    )
    const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--json'])
    return (JSON.parse(stdout) as SyncDocument).id
  }
  const waitForArrivals = (events: number): Promise<unknown> =>
    waitFor(`${events} events to arrive`, () => pipeline.emulator.counts().accepted >= events, 120_000)
  const read = async (id: string): Promise<SyncDocument> => {
    const sync = await readSync(db, id)
    if (sync === null) throw new Error(`no sync ${id}`)
    return describeSync(sync)
  }
  /** The sync's end; on the way there its accounting closes at every look. */
  const waitForEnd = (id: string): Promise<SyncDocument> =>
    waitFor(
      'the sync to end',
      async () => {
        const sync = await read(id)
        const { extracted, skipped, invalid, delivered, dead, inFlight } = sync
        expect(skipped + invalid + delivered + dead + inFlight).toBe(extracted)
        expect(inFlight).toBeGreaterThanOrEqual(0)
        return sync.finishedAt !== null && sync
      },
      RECOVERY_LIMIT_MS,
    )
  /** Every row arrived under one messageId; what came twice came under the same one, and the Tracking API knew it. */
  const expectAllArrivedOnce = (mark: string, sync: SyncDocument): void => {
    expect(sync).toMatchObject({
      status: 'succeeded',
      added: ROWS,
      delivered: ROWS,
      invalid: 0,
      dead: 0,
      inFlight: 0,
    })
    const events = pipeline.emulator.events()
    expect(new Set(events.map(({ payload }) => payload['userId']))).toEqual(
      new Set(Array.from({ length: ROWS }, (_, index) => `${mark}${index + 1}`)),
    )
    expect(events).toHaveLength(ROWS)
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(ROWS)
  }

  /** Each event of every sync so far is one API call, and every user is counted within seconds, to 2 %. */
  const expectCountedOnce = (users: number): Promise<unknown> =>
    waitFor(
      'usage to be counted',
      async () => {
        const [usage] = await readUsage(db, { at: new Date() })
        expect(usage).toMatchObject({ apiCalls: users })
        return usage !== undefined && Math.abs(usage.mtus / users - 1) < 0.02
      },
      20_000,
    )

  test(
    'SIGKILL of each worker, twice, at random moments, loses nothing and doubles nothing',
    async () => {
      const sync = await start('k')
      const moments = WORKERS.concat(WORKERS)
        .map((part) => ({ part, at: Math.floor(Math.random() * 0.9 * ROWS) }))
        .toSorted((left, right) => left.at - right.at)
      for (const { part, at } of moments) {
        await waitForArrivals(at)
        pipeline.killWorkers([part])
        await pipeline.startWorkers([part])
      }
      // Should it fail: the moments that it failed at.
      expect({ moments, sync: await waitForEnd(sync) }).toMatchObject({ sync: { status: 'succeeded' } })
      expectAllArrivedOnce('k', await read(sync))
      await expectCountedOnce(ROWS)
    },
    RECOVERY_LIMIT_MS,
  )

  test(
    'SIGKILL of all workers and FLUSHALL lose nothing and double nothing',
    async () => {
      const sync = await start('f')
      await waitForArrivals(1)
      pipeline.killWorkers()
      const connection = await connectRedis(redis.url)
      await connection.flushall()
      await connection.quit()
      await pipeline.startWorkers()
      expectAllArrivedOnce('f', await waitForEnd(sync))
      await expectCountedOnce(2 * ROWS)
    },
    RECOVERY_LIMIT_MS,
  )

  test(
    'a Redis that is killed and comes back empty loses nothing and doubles nothing',
    async () => {
      const sync = await start('r')
      await waitForArrivals(1)
      await redis.kill()
      redis = await startRedis({ directory: join(folder, 'redis'), port: redis.port })
      expectAllArrivedOnce('r', await waitForEnd(sync))
    },
    RECOVERY_LIMIT_MS,
  )

  test(
    'a control database and a warehouse that go away and come back lose nothing and double nothing',
    async () => {
      await warehouse.stop()
      const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--json'])
      const waiting = (JSON.parse(stdout) as SyncDocument).id
      await waitFor(
        'the sync to say what it waits for',
        async () => (await read(waiting)).waiting !== null,
        120_000,
      )
      expect(await read(waiting)).toMatchObject({
        status: 'staging',
        waiting: { reason: expect.stringContaining('cannot be reached'), since: expect.any(String) },
        error: null,
      })
      warehouse = await startPostgres({ directory: join(folder, 'warehouse'), port: warehouse.port })
      expect(await waitForEnd(waiting)).toMatchObject({ status: 'succeeded', waiting: null, error: null })

      const sync = await start('d')
      await waitForArrivals(1)
      await control.stop()
      control = await startPostgres({ directory: join(folder, 'control'), port: control.port })
      await waitForArrivals(5_000)
      await warehouse.stop()
      await waitFor(
        'a worker to miss the warehouse',
        async () => {
          const { waiting, status } = await read(sync)
          // Where everything was read already, it is the commit that waits.
          return status === 'committing' || waiting !== null
        },
        120_000,
      )
      warehouse = await startPostgres({ directory: join(folder, 'warehouse'), port: warehouse.port })
      expectAllArrivedOnce('d', await waitForEnd(sync))
    },
    RECOVERY_LIMIT_MS,
  )
})
