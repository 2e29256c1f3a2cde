import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { ManifestRow, StagedRow, StageRequest } from '../port.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync, stageAndRead } from '../testing/run-sync.ts'

const RECORDS = '_sluice."records_people-identify"'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id text primary key, plan text)')
})
beforeEach(async () => {
  await opened.forget(OWNER.mappingId)
  await opened.sql('truncate people')
  await opened.sql(`insert into people values ('1', 'a'), ('2', 'a'), ('3', 'a')`)
})
afterAll(() => opened.close())

const set = (id: string, plan: string) =>
  opened.sql('insert into people values ($1, $2) on conflict (id) do update set plan = excluded.plan', [
    id,
    plan,
  ])
const remove = (id: string) => opened.sql('delete from people where id = $1', [id])

async function* once<T>(page: T): AsyncGenerator<T> {
  yield page
}

/** Two ways in which a sync may die after all it staged may have gone out: with its staged table, or without. */
const DEATHS: readonly [string, (request: StageRequest, staged: readonly StagedRow[]) => Promise<unknown>][] =
  [
    [
      'its staged rows are there',
      (request, staged) =>
        opened.warehouse.commit({ ...request, only: [], doubtful: [{ fromSeq: 1, toSeq: staged.length }] }),
    ],
    [
      'its staged rows are gone',
      async (request, staged) => {
        await opened.warehouse.discard(request.syncId)
        const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
        await opened.warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
      },
    ],
  ]

describe.each(DEATHS)('after a sync that may have gone out, when %s,', (_name, die) => {
  const doubt = async (): Promise<readonly StagedRow[]> => {
    const request = createStageRequest()
    const { staged } = await stageAndRead(opened.warehouse, request)
    await die(request, staged)
    return staged
  }

  test('what has not changed since is staged again just as it was', async () => {
    await runSync(opened.warehouse)
    await set('1', 'b')
    await set('4', 'a')
    await remove('3')
    const before = await doubt()
    const { staged } = await runSync(opened.warehouse)
    const bySeq = (rows: readonly StagedRow[]) =>
      rows.map((row) => ({ ...row, seq: 0 })).toSorted((a, b) => a.recordId.localeCompare(b.recordId))
    expect(bySeq(staged)).toEqual(bySeq(before))
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })

  test('what has changed since has a version of its own, also when it is as it was before', async () => {
    await runSync(opened.warehouse)
    await set('1', 'b')
    await set('2', 'b')
    await set('4', 'a')
    await set('5', 'a')
    await remove('3')
    await doubt()
    await set('1', 'a')
    await set('2', 'c')
    await set('3', 'a')
    await set('4', 'b')
    await remove('5')
    expect(listDeltas(await runSync(opened.warehouse))).toEqual([
      ['updated', '1', 3],
      ['updated', '2', 3],
      ['updated', '3', 3],
      ['added', '4', 2],
      ['deleted', '5', 2],
    ])
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })

  test('a version that was in doubt before is never given to another content', async () => {
    await set('1', 'b')
    await doubt()
    await set('1', 'c')
    const second = await doubt()
    await set('1', 'b')
    const third = await runSync(opened.warehouse)
    const versionOf = (staged: readonly StagedRow[]) =>
      staged.find(({ recordId }) => recordId === '1')?.version
    expect([versionOf(second), versionOf(third.staged)]).toEqual([2, 3])
  })
})

describe('rows that are remembered without their staged rows', () => {
  test('are what became of them: delivered, dead or kept back', async () => {
    const request = createStageRequest()
    const { staged } = await stageAndRead(opened.warehouse, request)
    await opened.warehouse.discard(request.syncId)
    const ends = { '1': 'delivered', '2': 'dead', '3': 'kept back' } as const
    const rows = staged.map((row): ManifestRow => ({ ...row, end: ends[row.recordId as keyof typeof ends] }))
    await opened.warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
    await opened.warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
    expect((await runSync(opened.warehouse)).staged).toEqual([])
    expect(await opened.warehouse.readDelivered(OWNER, ['1', '2', '3'])).toMatchObject({
      versions: new Map([['1', 1]]),
    })
    expect(await opened.warehouse.countRecords(OWNER)).toEqual({ sent: 2, keptBack: 1 })
  })

  test('of another epoch say which records there may be', async () => {
    const request = createStageRequest()
    const { staged } = await stageAndRead(opened.warehouse, request)
    await opened.warehouse.discard(request.syncId)
    await runSync(opened.warehouse, {
      epoch: 2,
      model: { query: 'select * from people limit 0', identifier: 'id' },
    })
    const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
    await opened.warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
    await remove('3')
    expect(listDeltas(await runSync(opened.warehouse, { epoch: 2 }))).toEqual([
      ['added', '1', 1],
      ['added', '2', 1],
      ['deleted', '3', 1],
    ])
  })

  test('are not taken back by an older version', async () => {
    const request = createStageRequest()
    const { staged } = await stageAndRead(opened.warehouse, request)
    await opened.warehouse.discard(request.syncId)
    await runSync(opened.warehouse)
    await set('1', 'b')
    await runSync(opened.warehouse)
    const rows = staged.map((row): ManifestRow => ({ ...row, end: 'in doubt' }))
    await opened.warehouse.remember({ ...request, epoch: 1, rows: once(rows) })
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })
})

describe('what the filter or the trigger keeps back', () => {
  const commitWith = async (keptBack: readonly string[], changes: Partial<StageRequest> = {}) => {
    const request = createStageRequest(changes)
    const { staged } = await stageAndRead(opened.warehouse, request)
    const seqs = staged.filter(({ recordId }) => keptBack.includes(recordId)).map(({ seq }) => seq)
    await opened.warehouse.commit({ ...request, keptBack: once(seqs) })
  }

  test('is staged again when they change, and only then', async () => {
    await commitWith(['1', '2'])
    expect((await runSync(opened.warehouse)).staged).toEqual([])
    await set('2', 'b')
    expect(listDeltas(await runSync(opened.warehouse, { selection: 'other' }))).toEqual([
      ['added', '1', 2],
      ['added', '2', 2],
    ])
    expect((await runSync(opened.warehouse, { selection: 'third' })).staged).toEqual([])
  })

  test('is an update of a record that went out before', async () => {
    await runSync(opened.warehouse)
    await set('1', 'b')
    await commitWith(['1'])
    expect(listDeltas(await runSync(opened.warehouse, { selection: 'other' }))).toEqual([['updated', '1', 3]])
  })

  test('is still added when it was kept back in each version', async () => {
    await commitWith(['1'])
    await set('1', 'b')
    await commitWith(['1'])
    expect(listDeltas(await runSync(opened.warehouse, { selection: 'other' }))).toEqual([['added', '1', 3]])
  })

  test('by a trigger goes when the trigger asks for it, deletes too', async () => {
    await runSync(opened.warehouse, { trigger: ['added'] })
    await set('1', 'b')
    await remove('2')
    await runSync(opened.warehouse, { trigger: ['added'] })
    expect(await opened.warehouse.countRecords(OWNER)).toEqual({ sent: 1, keptBack: 2 })
    expect(listDeltas(await runSync(opened.warehouse, { selection: 'other' }))).toEqual([
      ['updated', '1', 3],
      ['deleted', '2', 3],
    ])
    expect(await opened.warehouse.countRecords(OWNER)).toEqual({ sent: 2, keptBack: 0 })
  })

  test('is nothing to be deleted when nobody has ever heard of it', async () => {
    await commitWith(['1'])
    await remove('1')
    await runSync(opened.warehouse, { trigger: ['added'] })
    expect((await runSync(opened.warehouse, { selection: 'other' })).staged).toEqual([])
  })

  test('is taken as sent by a baseline', async () => {
    const request = createStageRequest({ trigger: [] })
    await opened.warehouse.stage(request)
    await opened.warehouse.commit({ ...request, isBaseline: true })
    expect((await runSync(opened.warehouse, { selection: 'other' })).staged).toEqual([])
  })
})

describe('a memory that is older than it should be', () => {
  const expecting = (generation: number) => ({ memory: { epoch: 1, generation, order: null } })

  test('is refused before anything is staged, with the ways on', async () => {
    const first = createStageRequest()
    await opened.warehouse.stage(first)
    expect(await opened.warehouse.commit(first)).toMatchObject({ epoch: 1, generation: 1 })
    await runSync(opened.warehouse, expecting(1))
    await expect(opened.warehouse.stage(createStageRequest(expecting(3)))).rejects.toMatchObject({
      code: 'warehouse_state_outdated',
      message: expect.stringMatching(
        /is as it was 1 commits ago.*a reset of mapping people-identify .*a baseline/,
      ),
    })
    await opened.forget(OWNER.mappingId)
    await expect(opened.warehouse.stage(createStageRequest(expecting(2)))).rejects.toMatchObject({
      code: 'warehouse_state_outdated',
      message: expect.stringContaining('remembers nothing'),
    })
    expect(await opened.warehouse.listStaged()).toEqual([])
  })

  test('is not committed to by a sync that was staged before it was restored', async () => {
    await runSync(opened.warehouse)
    const request = createStageRequest(expecting(1))
    await opened.warehouse.stage(request)
    await expect(opened.warehouse.commit({ ...request, generation: 2 })).rejects.toMatchObject({
      code: 'warehouse_state_outdated',
    })
    await opened.warehouse.discard(request.syncId)
  })

  test('is forgotten by a reset, and is then as old as it should be', async () => {
    await runSync(opened.warehouse)
    const memory = { epoch: 9, generation: 5, order: 'reset' } as const
    const again = await runSync(opened.warehouse, { memory })
    expect(listDeltas(again)).toEqual([
      ['added', '1', 1],
      ['added', '2', 1],
      ['added', '3', 1],
    ])
    expect((await runSync(opened.warehouse, { memory: { ...memory, order: null } })).staged).toEqual([])
  })

  test('is taken by a baseline, which goes on in an epoch of its own', async () => {
    await runSync(opened.warehouse)
    await set('1', 'b')
    const request = createStageRequest({
      trigger: [],
      memory: { epoch: 9, generation: 5, order: 'baseline' },
    })
    expect(await opened.warehouse.stage(request)).toMatchObject({ epoch: 9, updated: 1, skipped: 1 })
    expect(await opened.warehouse.commit({ ...request, isBaseline: true })).toMatchObject({ epoch: 9 })
    expect(await opened.warehouse.readDelivered(OWNER, ['1', '2'])).toEqual({ epoch: 9, versions: new Map() })
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })
})

describe('a column that the mapping reads and the model has no more', () => {
  const without = { query: 'select id from people', identifier: 'id' }
  const reading = (columns: readonly string[] | 'all') => ({
    model: without,
    listColumnsRead: async () => columns,
  })

  test.each<[string, readonly string[] | 'all']>([
    ['by name', ['plan']],
    ['as a part of the whole row', 'all'],
  ])('stops the sync before anything is sent when it is read %s', async (_name, columns) => {
    await runSync(opened.warehouse)
    await expect(opened.warehouse.stage(createStageRequest(reading(columns)))).rejects.toMatchObject({
      code: 'model_changed',
      message: expect.stringMatching(/^model people has no column plan any more/),
    })
    expect(await opened.warehouse.listStaged()).toEqual([])
  })

  test('is nothing when nobody reads it, and from then on', async () => {
    await runSync(opened.warehouse)
    expect((await runSync(opened.warehouse, reading(['id']))).summary.updated).toBe(3)
    expect((await runSync(opened.warehouse, reading('all'))).staged).toEqual([])
  })
})

test('an identifier that changes its scale names the same record', async () => {
  const model = (scale: number) => ({
    query: `select 1::numeric(10, ${scale}) as id, 'a' as plan`,
    identifier: 'id',
  })
  expect(listDeltas(await runSync(opened.warehouse, { model: model(1) }))).toEqual([['added', '1', 1]])
  expect((await runSync(opened.warehouse, { model: model(2) })).staged).toEqual([])
})

test('a memory of the first format is read, and goes on', async () => {
  await runSync(opened.warehouse)
  await opened.sql(`alter table ${RECORDS} drop column in_doubt, drop column kept_back`)
  await opened.sql(`do $$ begin execute format('comment on table ${RECORDS} is %L', 'sluice ' || (
    substr(obj_description('${RECORDS}'::regclass), 8)::jsonb - 'format' - 'generation' - 'selection' - 'columns'
  )::text); end $$`)
  expect(await opened.warehouse.countRecords(OWNER)).toEqual({ sent: 3, keptBack: 0 })
  await set('1', 'b')
  expect(listDeltas(await runSync(opened.warehouse))).toEqual([['updated', '1', 2]])
  expect((await runSync(opened.warehouse)).staged).toEqual([])
})

test('a memory of the first format has the ids of a numeric identifier as they were written then', async () => {
  const model = {
    query: `select n::numeric(10, 2) as id, 'a' as plan from generate_series(1, 30) as n`,
    identifier: 'id',
  }
  await runSync(opened.warehouse, { model })
  await opened.sql(`update ${RECORDS} set record_id = record_id || '.00'`)
  await opened.sql(
    `insert into ${RECORDS} (record_id, version, known, high, low) values ('7.0', 1, true, 1, 1)`,
  )
  await opened.sql(`do $$ begin execute format('comment on table ${RECORDS} is %L', 'sluice ' || (
    substr(obj_description('${RECORDS}'::regclass), 8)::jsonb - 'format' - 'generation' - 'selection' - 'columns'
  )::text); end $$`)
  const { summary } = await runSync(opened.warehouse, { model })
  expect(summary).toMatchObject({ added: 0, updated: 1, deleted: 1 })
})
