import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import { Client } from 'pg'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { noteTrait, writePeopleConfig } from './people-config.ts'

const ROWS = 3_000

const config = (trait: string): string => writePeopleConfig({ fields: [noteTrait(trait)] })

describe('the life of a sync', () => {
  let pipeline: Pipeline

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text primary key, note text)')
    await pipeline.startWorkers()
    await run('apply', '-f', await pipeline.writeConfig(config('note')))
  })
  beforeEach(async () => {
    pipeline.emulator.setFaults([])
    await pipeline.warehouse('truncate people')
    await pipeline.warehouse(`insert into people select 'p' || n, 'fine' from generate_series(1, ${ROWS}) n`)
    // A fresh start for each test, as `sluice reset` would give it.
    await pipeline.control('update sluice.mappings set epoch = epoch + 1, enabled = true')
    pipeline.emulator.reset()
  })
  afterAll(() => pipeline.close())

  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await pipeline.sluice(args)
    if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout
  }
  const start = async (...args: string[]): Promise<SyncDocument> =>
    JSON.parse(await run('sync', 'people-identify', '--json', ...args)) as SyncDocument
  const readSync = async (id: string): Promise<SyncDocument> => {
    const syncs = JSON.parse(await run('syncs', 'people-identify', '--json')) as SyncDocument[]
    return syncs.find((sync) => sync.id === id)!
  }
  const waitForStatus = (id: string, ...statuses: string[]): Promise<unknown> =>
    waitFor(`sync ${id} to be ${statuses.join(' or ')}`, async () => {
      const [row] = await pipeline.control<{ status: string }>(
        'select status from sluice.syncs where id = $1',
        [id],
      )
      return row !== undefined && statuses.includes(row.status)
    })
  /** A sync of which a part has settled, while batches with one of the people are not answered, or refused for now. */
  const startHalfway = async (
    action: { type: 'hang' } | { type: 'status'; status: number },
  ): Promise<SyncDocument> => {
    pipeline.emulator.setFaults([{ match: { bodyIncludes: '"p2999"' }, action }])
    const sync = await start()
    await waitFor('a part to settle', async () => {
      const [row] = await pipeline.control<{ settled: boolean }>(
        `select exists (select from sluice.chunks where sync_id = $1 and status = 'settled') as settled`,
        [sync.id],
      )
      return row?.settled === true
    })
    return sync
  }
  const listPeople = (): ReadonlySet<unknown> =>
    new Set(pipeline.emulator.events().map(({ payload }) => payload['userId']))

  test('canceled while it delivers, it remembers what was delivered, and the next one sends the rest', async () => {
    const sync = await startHalfway({ type: 'hang' })
    const canceled = JSON.parse(await run('cancel', sync.id, '--json')) as SyncDocument
    expect(canceled).toMatchObject({ status: 'canceled', extracted: ROWS, error: null })
    expect(await pipeline.sluice(['cancel', sync.id])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has ended already: canceled'),
    })
    pipeline.emulator.setFaults([])

    const next = JSON.parse(await run('sync', 'people-identify', '--wait', '--json')) as SyncDocument
    const { delivered } = await readSync(sync.id)
    expect(next).toMatchObject({ status: 'succeeded', extracted: ROWS - delivered, added: ROWS - delivered })
    expect(delivered).toBeGreaterThan(0)
    expect(listPeople().size).toBe(ROWS)
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: ROWS, duplicates: 0 })
  })

  test('canceled while it stages, it leaves the warehouse at once and nothing behind', async () => {
    const blocker = new Client({ connectionString: pipeline.warehouseUrl })
    await blocker.connect()
    try {
      await blocker.query('begin; lock table people in access exclusive mode')
      const sync = await start()
      await waitForStatus(sync.id, 'staging')
      await waitFor('the model to be waited for', async () => {
        const rows = await pipeline.warehouse(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return rows.length > 0
      })
      await run('cancel', sync.id)
      await waitFor('the statement to be canceled', async () => {
        const rows = await pipeline.warehouse(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        return rows.length === 0
      })
    } finally {
      await blocker.end()
    }
    expect(await pipeline.warehouse(`select from pg_tables where tablename like 'staged%'`)).toEqual([])
    expect(JSON.parse(await run('sync', 'people-identify', '--wait', '--json'))).toMatchObject({
      status: 'succeeded',
      delivered: ROWS,
    })
  })

  test('after a reset every row is added again, under another messageId', async () => {
    await run('sync', 'people-identify', '--wait')
    const before = new Set(pipeline.emulator.events().map(({ messageId }) => messageId))
    expect(JSON.parse(await run('reset', 'people-identify', '--json'))).toMatchObject({
      mapping: 'people-identify',
    })
    expect(JSON.parse(await run('sync', 'people-identify', '--wait', '--json'))).toMatchObject({
      status: 'succeeded',
      added: ROWS,
      delivered: ROWS,
    })
    const ids = new Set(pipeline.emulator.events().map(({ messageId }) => messageId))
    expect([before.size, ids.size]).toEqual([ROWS, 2 * ROWS])
  })

  test('a baseline takes the present as sent while nothing is enabled, and only what changes from there on is sent', async () => {
    await run('disable', 'people-identify')
    expect(JSON.parse(await run('baseline', 'people-identify', '--json'))).toMatchObject({
      status: 'succeeded',
      origin: 'baseline',
      extracted: ROWS,
      skipped: ROWS,
      delivered: 0,
    })
    await run('enable', 'people-identify')
    await pipeline.warehouse(`update people set note = 'new' where person_id = 'p7'`)
    expect(JSON.parse(await run('sync', 'people-identify', '--wait', '--json'))).toMatchObject({
      extracted: 1,
      updated: 1,
      delivered: 1,
    })
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: 1 })
  })

  test('stops before it sends anything when the model is empty or lacks too much, until that is allowed', async () => {
    await run('sync', 'people-identify', '--wait')
    await pipeline.warehouse(`delete from people where person_id <> 'p1'`)
    await pipeline.warehouse(`update people set note = 'changed'`)
    const lacking = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(lacking.code).toBe(1)
    expect(JSON.parse(lacking.stdout)).toMatchObject({
      status: 'failed',
      extracted: 0,
      error: expect.stringContaining('2,999 of the 3,000 records of mapping people-identify are gone'),
    })
    await pipeline.warehouse('truncate people')
    const empty = await pipeline.sluice(['sync', 'people-identify', '--wait', '--json'])
    expect(JSON.parse(empty.stdout)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('gives no rows, and mapping people-identify knows 3,000 records'),
    })
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: ROWS })
    const allowed = JSON.parse(
      await run('sync', 'people-identify', '--wait', '--json', '--allow-deletes'),
    ) as object
    expect(allowed).toMatchObject({ status: 'succeeded', deleted: ROWS, skipped: ROWS })
    expect(JSON.parse(await run('sync', 'people-identify', '--wait', '--json'))).toMatchObject({
      extracted: 0,
    })
  })

  test('a mapping that is switched off or changed while it syncs is synced to the end as it was', async () => {
    const sync = await startHalfway({ type: 'status', status: 503 })
    await run('apply', '-f', await pipeline.writeConfig(config('remark')))
    await run('disable', 'people-identify')
    pipeline.emulator.setFaults([])
    await waitForStatus(sync.id, 'succeeded')
    expect(listPeople().size).toBe(ROWS)
    for (const { payload } of pipeline.emulator.events()) expect(payload['traits']).toEqual({ note: 'fine' })
    expect(await pipeline.sluice(['sync', 'people-identify'])).toMatchObject({ code: 2 })
  })

  test('a mapping that is removed while it syncs takes its sync with it, and goes on where it was when it comes back', async () => {
    const sync = await startHalfway({ type: 'status', status: 503 })
    const nothing = await pipeline.writeConfig('sources: []\n')
    await run('apply', '-f', nothing, '--prune')
    await waitForStatus(sync.id, 'canceled')
    pipeline.emulator.setFaults([])
    await run('apply', '-f', await pipeline.writeConfig(config('note')))
    await run('sync', 'people-identify', '--wait')
    expect(listPeople().size).toBe(ROWS)
    expect(pipeline.emulator.events()).toHaveLength(ROWS)
    expect(new Set(pipeline.emulator.events().map(({ messageId }) => messageId)).size).toBe(ROWS)
  })
})
