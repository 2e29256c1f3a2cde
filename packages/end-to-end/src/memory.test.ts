import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import {
  EXTRACT_QUEUE,
  connectRedis,
  openQueue,
  type ExtractPayload,
  type RedisConnection,
  type TypedQueue,
} from '@sluice/shared/queues'
import { createSync, openDatabase, recordReset, type Database, type SyncRequest } from '@sluice/shared/store'
import { readTestServers, waitFor } from '@sluice/shared/testing'
import { startPostgres, type LocalServer } from '@sluice/local'
import type { CommandResult } from '@sluice/cli/testing'
import { copyDatabase, maintainServer } from './copy-database.ts'
import { writeMemoryConfig, type MemoryOptions } from './memory-config.ts'
import { readDownstream, readTable } from './read-downstream.ts'
import { syncToEnd } from './sync-to-end.ts'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

// Each command is a process of its own, and the machine may have other work.
const LIMIT_MS = 300_000

describe('what is known downstream', () => {
  let folder: string
  let server: LocalServer
  let pipeline: Pipeline
  let db: Database
  let redis: RedisConnection
  let extract: TypedQueue<ExtractPayload>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-memory-'))
    // PostgreSQL runs as another user than root.
    await chmod(folder, 0o755)
    server = await startPostgres({ directory: folder })
    const { databaseUrl, redisUrl } = readTestServers(process.env)
    pipeline = await openPipeline({ controlUrl: databaseUrl, warehouseUrl: server.url, redisUrl })
    await pipeline.startWorkers()
    db = openDatabase({ url: pipeline.controlUrl, applicationName: 'memory test' })
    redis = await connectRedis(pipeline.redisUrl)
    extract = openQueue(EXTRACT_QUEUE, { redis, prefix: pipeline.prefix, onError: () => {} })
  })
  afterAll(async () => {
    await extract.close()
    await redis.quit()
    await db.close()
    await pipeline.close()
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const apply = async (yaml: string, ...args: string[]): Promise<CommandResult> =>
    pipeline.sluice(['apply', '-f', await pipeline.writeConfig(yaml), ...args])
  const begin = async (name: string, rows: number, options?: MemoryOptions): Promise<void> => {
    await pipeline.warehouse(`create table ${name} (id int primary key, plan text)`)
    await pipeline.warehouse(`insert into ${name} select n, 'A' from generate_series(1, ${rows}) n`)
    expect(await apply(writeMemoryConfig(name, options))).toMatchObject({ code: 0 })
  }
  const sync = (name: string, request: Partial<SyncRequest> = {}): Promise<SyncDocument> =>
    syncToEnd({ db, extract }, { mapping: name, origin: 'manual', ...request })
  const set = (name: string, plan: string, from: number, to: number) =>
    pipeline.warehouse(
      `insert into ${name} select n, $1 from generate_series($2::int, $3::int) n on conflict (id) do update set plan = excluded.plan`,
      [plan, from, to],
    )
  const remove = (name: string, from: number, to: number) =>
    pipeline.warehouse(`delete from ${name} where id between $1 and $2`, [from, to])

  const expectSame = async (name: string): Promise<void> => {
    expect(readDownstream(pipeline, name)).toEqual(await readTable(pipeline, name))
  }

  const nameWarehouse = (): string => new URL(pipeline.warehouseUrl).pathname.slice(1)
  const maintain = (...statements: readonly string[]) => maintainServer(pipeline.warehouseUrl, ...statements)
  const copy = (from: string, to: string) => copyDatabase(pipeline.warehouseUrl, from, to)

  test(
    'equals the table after a warehouse was restored, once somebody has said reset',
    async () => {
      await begin('restored', 300)
      expect(await sync('restored')).toMatchObject({ status: 'succeeded', delivered: 300 })
      await copy(nameWarehouse(), 'backup')
      await set('restored', 'B', 1, 100)
      await remove('restored', 101, 110)
      expect(await sync('restored')).toMatchObject({ status: 'succeeded', delivered: 110 })
      await set('restored', 'C', 1, 110)
      expect(await sync('restored')).toMatchObject({ status: 'succeeded', delivered: 110 })

      await maintain(`drop database ${nameWarehouse()} with (force)`)
      await copy('backup', nameWarehouse())
      const before = pipeline.emulator.counts().accepted
      const refused = await sync('restored')
      expect(refused).toMatchObject({
        status: 'failed',
        extracted: 0,
        error: expect.stringMatching(/as it was 2 changes ago.*a reset of mapping restored .*a baseline/),
      })
      await set('restored', 'B', 1, 50)
      await remove('restored', 101, 105)
      expect(await sync('restored')).toMatchObject({ status: 'failed' })
      expect(pipeline.emulator.counts().accepted).toBe(before)

      expect(await pipeline.sluice(['reset', 'restored'])).toMatchObject({ code: 0 })
      expect(await sync('restored')).toMatchObject({ status: 'succeeded', delivered: 300 })
      await expectSame('restored')
      await maintain('drop database backup')
    },
    LIMIT_MS,
  )

  test(
    'equals the table after the memory was dropped, truncated or dropped in part, once somebody has said reset',
    async () => {
      await begin('dropped', 300)
      const losses = [
        'drop schema _sluice cascade',
        'truncate _sluice.records_dropped',
        'drop table _sluice.records_dropped',
      ]
      for (const [index, loss] of losses.entries()) {
        await sync('dropped')
        await set('dropped', `B${index}`, 1, 300)
        expect(await sync('dropped')).toMatchObject({ status: 'succeeded', delivered: 300 })
        await pipeline.warehouse(loss)
        await set('dropped', 'A', 1, 50)
        const { status, error } = await sync('dropped')
        expect([loss, status, error]).toEqual([loss, 'failed', expect.stringContaining('in doubt')])
        await recordReset(db, 'dropped')
        expect(await sync('dropped')).toMatchObject({ status: 'succeeded' })
        await expectSame('dropped')
      }
    },
    LIMIT_MS,
  )

  test(
    'is taken for the table by a baseline, and what changes after that is never dropped as known',
    async () => {
      await begin('taken', 20)
      await sync('taken')
      await set('taken', 'B', 1, 20)
      await sync('taken')
      await pipeline.warehouse('drop table _sluice.records_taken')
      expect(await sync('taken')).toMatchObject({ status: 'failed' })
      const before = pipeline.emulator.counts()
      expect(await sync('taken', { origin: 'baseline' })).toMatchObject({ status: 'succeeded' })
      expect(pipeline.emulator.counts().accepted).toBe(before.accepted)
      await set('taken', 'A', 1, 20)
      expect(await sync('taken')).toMatchObject({ status: 'succeeded', delivered: 20 })
      await set('taken', 'B', 1, 20)
      expect(await sync('taken')).toMatchObject({ status: 'succeeded', delivered: 20 })
      expect(pipeline.emulator.counts().duplicates).toBe(before.duplicates)
      await expectSame('taken')
    },
    LIMIT_MS,
  )

  test(
    'equals the table after the warehouse has crashed halfway through a sync, whatever its rows have done since',
    async () => {
      await begin('crashed', 6_000)
      expect(await sync('crashed')).toMatchObject({ status: 'succeeded', delivered: 6_000 })
      await set('crashed', 'B', 1, 3_000)
      await set('crashed', 'A', 6_001, 7_000)
      const before = pipeline.emulator.counts().accepted
      // Enough goes out, and the rest hangs.
      pipeline.emulator.setFaults([{ match: { bodyIncludes: '"6900"' }, action: { type: 'hang' } }])
      const { id } = await createSync(db, { mapping: 'crashed', origin: 'manual' })
      await extract.add({ sync: id, step: 'run' })
      await waitFor('events to go out', () => pipeline.emulator.counts().accepted > before + 2_000, 60_000)
      const [backend] = await pipeline.warehouse<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() limit 1`,
      )
      process.kill(backend?.pid ?? 0, 'SIGKILL')
      await waitFor('the warehouse to come back', () =>
        pipeline.warehouse('select count(*) from crashed').then(
          () => true,
          () => false,
        ),
      )
      pipeline.emulator.setFaults([])
      await waitFor(
        'the sync to fail',
        async () => {
          // The control database is on the same server, which may have answered once more before it went down.
          const [row] = await pipeline
            .control<{ status: string }>('select status from sluice.syncs where id = $1', [id])
            .catch(() => [])
          return row?.status === 'failed'
        },
        180_000,
      )
      await set('crashed', 'A', 1, 1_000)
      await remove('crashed', 6_001, 6_500)
      expect(await sync('crashed')).toMatchObject({ status: 'succeeded' })
      await expectSame('crashed')
    },
    LIMIT_MS,
  )

  test(
    'is sent anew after a reset, also when the mapping was removed and came back since',
    async () => {
      await begin('returned', 30)
      await sync('returned')
      const yaml = writeMemoryConfig('returned')
      const withoutMapping = yaml.slice(0, yaml.indexOf('mappings:'))
      await recordReset(db, 'returned')
      expect(await apply(withoutMapping, '--prune')).toMatchObject({ code: 0 })
      expect(await apply(yaml)).toMatchObject({ code: 0 })
      const { duplicates } = pipeline.emulator.counts()
      expect(await sync('returned')).toMatchObject({ status: 'succeeded', delivered: 30 })
      expect(pipeline.emulator.counts().duplicates).toBe(duplicates)
    },
    LIMIT_MS,
  )

  test(
    'gets what a filter has kept back when the filter is mended, and what a trigger has',
    async () => {
      await begin('filtered', 100, { filter: 'properties.plann = "A"' })
      expect(await sync('filtered')).toMatchObject({ status: 'succeeded', skipped: 100, delivered: 0 })
      const mended = await apply(writeMemoryConfig('filtered', { filter: 'properties.plan = "A"' }), '--json')
      expect(JSON.parse(mended.stdout)).toMatchObject({
        effects: [{ mapping: 'filtered', stay: 0, keptBack: 100, wouldResend: 0, calls: 100 }],
      })
      expect(await sync('filtered')).toMatchObject({ status: 'succeeded', delivered: 100 })
      await apply(writeMemoryConfig('filtered', { filter: 'properties.plan = "A"', trigger: '[added]' }))
      await remove('filtered', 1, 10)
      expect(await sync('filtered')).toMatchObject({ deleted: 10, skipped: 10, delivered: 0 })
      const { stdout } = await apply(writeMemoryConfig('filtered'))
      expect(stdout).toContain(
        '90 records stay as sent before; 10 kept back so far are looked at again, at most 10 calls',
      )
      expect(await sync('filtered')).toMatchObject({ status: 'succeeded', delivered: 10 })
      await expectSame('filtered')
      expect(await sync('filtered')).toMatchObject({ extracted: 0 })
    },
    LIMIT_MS,
  )

  test(
    'is sent again on demand when the mapping says something else of the same rows',
    async () => {
      await begin('resent', 40)
      await sync('resent')
      const changed = writeMemoryConfig('resent', { trait: 'id' })
      const plan = await apply(changed, '--dry-run', '--json')
      expect(JSON.parse(plan.stdout)).toMatchObject({
        effects: [{ mapping: 'resent', stay: 40, keptBack: 0, wouldResend: 40, calls: 0 }],
      })
      expect((await apply(changed)).stdout).toContain('--resend resent sends all again, about 40 calls')
      expect(await sync('resent')).toMatchObject({ extracted: 0 })
      const { stdout } = await apply(changed, '--resend', 'resent')
      expect(stdout).toContain('its next sync sends every row again under new messageIds, about 40 calls')
      expect(await sync('resent')).toMatchObject({ status: 'succeeded', delivered: 40 })
      expect(readDownstream(pipeline, 'resent').get('7')).toBe(7)
      expect(await apply(changed, '--resend', 'nobody')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('nobody'),
      })
    },
    LIMIT_MS,
  )

  test(
    'is not touched by a model that has lost a column which the mapping reads, until somebody says so',
    async () => {
      await begin('changed', 10)
      await sync('changed')
      await pipeline.warehouse('alter table changed drop column plan')
      const { status, error } = await sync('changed')
      expect([status, error]).toEqual(['failed', expect.stringMatching(/has no column plan any more/)])
      expect(await sync('changed', { allowMissingColumns: true })).toMatchObject({
        status: 'succeeded',
        updated: 10,
      })
      expect(await sync('changed')).toMatchObject({ status: 'succeeded', extracted: 0 })
    },
    LIMIT_MS,
  )
})
