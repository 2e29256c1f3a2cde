import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import type { StageRequest } from '../port.ts'
import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { stagedTable } from './state-tables.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, readAll, runSync, stageAndRead } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id int, name text)')
})
beforeEach(async () => {
  await opened.forget(OWNER.mappingId)
  await opened.sql('truncate people')
})
afterAll(() => opened.close())

async function fill(...rows: readonly (readonly [id: number | null, name: string])[]): Promise<void> {
  await opened.sql('truncate people')
  for (const row of rows) await opened.sql('insert into people values ($1, $2)', row)
}

async function countTables(prefix: string): Promise<number> {
  const [row] = await opened.sql<{ count: string }>(
    `select count(*) from pg_class where relnamespace = '_sluice'::regnamespace and relkind = 'r' and starts_with(relname, $1)`,
    [prefix],
  )
  return Number(row?.count)
}

describe('staging', () => {
  test('finds what was added, updated and deleted, and nothing else', async () => {
    await fill([1, 'Ada'], [2, 'Bob'], [3, 'Cy'])
    const first = await runSync(opened.warehouse)
    expect(listDeltas(first)).toEqual([
      ['added', '1', 1],
      ['added', '2', 1],
      ['added', '3', 1],
    ])
    expect(first.summary).toMatchObject({
      added: 3,
      updated: 0,
      deleted: 0,
      invalid: 0,
      skipped: 0,
      toDeliver: 3,
      lastSeq: 3,
    })
    expect(first.staged[0]?.row).toBe('{"id":1,"name":"Ada"}')

    expect((await runSync(opened.warehouse)).staged).toEqual([])

    await fill([1, 'Ada'], [2, 'Bea'], [4, 'Di'])
    const third = await runSync(opened.warehouse)
    expect(listDeltas(third)).toEqual([
      ['updated', '2', 2],
      ['deleted', '3', 2],
      ['added', '4', 1],
    ])
    expect(third.staged.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  test('gives a deleted row every column, all null, and no checksum', async () => {
    await fill([1, 'Ada'])
    await runSync(opened.warehouse)
    await fill()
    const { staged } = await runSync(opened.warehouse)
    expect(staged).toEqual([
      { seq: 1, op: 'deleted', recordId: '1', version: 2, checksum: '', row: '{"id":null,"name":null}' },
    ])
  })

  test('gives A, B and A again three versions, and the same checksum to the same row', async () => {
    const seen = []
    for (const name of ['A', 'B', 'A']) {
      await fill([1, name])
      seen.push(...(await runSync(opened.warehouse)).staged)
    }
    expect(seen.map(({ op, version }) => [op, version])).toEqual([
      ['added', 1],
      ['updated', 2],
      ['updated', 3],
    ])
    expect(seen[0]?.checksum).toBe(seen[2]?.checksum)
    expect(seen[0]?.checksum).not.toBe(seen[1]?.checksum)
  })

  test('lets a record that comes back go on in its versions', async () => {
    const seen = []
    for (const rows of [[[1, 'A']], [], [[1, 'A']], []] as const) {
      await fill(...rows)
      seen.push(...listDeltas(await runSync(opened.warehouse)))
    }
    expect(seen).toEqual([
      ['added', '1', 1],
      ['deleted', '1', 2],
      ['added', '1', 3],
      ['deleted', '1', 4],
    ])
  })

  test('forgets the version of a deleted record after a week', async () => {
    await fill([1, 'A'])
    await runSync(opened.warehouse)
    await fill()
    await runSync(opened.warehouse)
    await opened.sql(
      `update _sluice."records_people-identify" set deleted_at = deleted_at - interval '8 days'`,
    )
    await runSync(opened.warehouse)
    await fill([1, 'A'])
    expect(listDeltas(await runSync(opened.warehouse))).toEqual([['added', '1', 1]])
  })

  test('notices a new column, and the change of a value in json', async () => {
    await opened.sql('create table documents (id int, body jsonb)')
    await opened.sql(`insert into documents values (1, '{"a": {"b": 1}}')`)
    const model = { query: 'select * from documents', identifier: 'id' }
    await runSync(opened.warehouse, { model })
    await opened.sql(`update documents set body = '{"a": {"b": 2}}'`)
    expect(listDeltas(await runSync(opened.warehouse, { model }))).toEqual([['updated', '1', 2]])
    const wider = { query: 'select *, null as extra from documents', identifier: 'id' }
    expect(listDeltas(await runSync(opened.warehouse, { model: wider }))).toEqual([['updated', '1', 3]])
  })

  test.each([
    [['added'], ['added']],
    [['updated'], ['updated']],
    [['deleted'], ['deleted']],
    [
      ['added', 'deleted'],
      ['added', 'deleted'],
    ],
    [[], []],
  ] as const)('for the trigger %j delivers %j and skips the rest', async (trigger, ops) => {
    await fill([1, 'Ada'], [2, 'Bob'])
    await runSync(opened.warehouse)
    await fill([1, 'Adele'], [3, 'Cy'])
    const { summary, staged } = await runSync(opened.warehouse, { trigger })
    expect(staged.map(({ op }) => op).toSorted()).toEqual(ops)
    expect(summary).toMatchObject({
      added: 1,
      updated: 1,
      deleted: 1,
      skipped: 3 - ops.length,
      toDeliver: ops.length,
      lastSeq: ops.length,
    })
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })

  test('keeps nothing of a skipped row in the staged table', async () => {
    await fill([1, 'Ada'])
    const request = createStageRequest({ trigger: ['deleted'] })
    await opened.warehouse.stage(request)
    expect(await opened.sql(`select op, seq, c1, c2 from ${stagedTable(request.syncId)}`)).toEqual([
      { op: 'added', seq: null, c1: null, c2: null },
    ])
    await opened.warehouse.discard(request.syncId)
  })

  test('takes the instant of the snapshot as the time of staging, in UTC', async () => {
    const { stagedAt } = await opened.warehouse.stage(createStageRequest())
    expect(new Date(stagedAt).toISOString()).toBe(stagedAt)
  })

  test('works with an empty model', async () => {
    expect((await runSync(opened.warehouse)).summary).toMatchObject({ added: 0, toDeliver: 0, lastSeq: 0 })
  })

  test('refuses an identifier too long to be kept, before anything is delivered', async () => {
    await fill([1, 'Ada'])
    const model = { query: `select repeat('x', 1001) as id`, identifier: 'id' }
    await expect(opened.warehouse.stage(createStageRequest({ model }))).rejects.toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('1001 bytes'),
    })
    const widest = { query: `select repeat('é', 500) as id`, identifier: 'id' }
    expect((await runSync(opened.warehouse, { model: widest })).summary.added).toBe(1)
  })

  test('stages a table of another mapping by itself', async () => {
    await fill([1, 'Ada'])
    await runSync(opened.warehouse)
    const mappingId = 'a'.repeat(50)
    expect((await runSync(opened.warehouse, { mappingId })).summary.added).toBe(1)
    await opened.forget(mappingId)
  })
})

describe('staging a sync again', () => {
  test('gives the same summary and the same rows, whatever has changed meanwhile', async () => {
    await fill([1, 'Ada'], [null, 'Nobody'])
    const request = createStageRequest()
    const before = await stageAndRead(opened.warehouse, request)
    await fill([2, 'Bob'])
    expect(await stageAndRead(opened.warehouse, request)).toEqual(before)
  })

  test('at once from two processes gives both the same', async () => {
    await fill([1, 'Ada'], [2, 'Bob'])
    const others = Array.from({ length: 2 }, () =>
      openPostgresWarehouse({ connectionString: opened.url, sourceId: 'test' }),
    )
    const request = createStageRequest()
    const [a, b, c] = await Promise.all(
      [opened.warehouse, ...others].map((warehouse) => warehouse.stage(request)),
    )
    expect(a).toEqual(b)
    expect(a).toEqual(c)
    expect(a?.added).toBe(2)
    expect(await countTables('staged_')).toBe(1)
    await Promise.all(others.map((warehouse) => warehouse.close()))
  })

  test('after its commit gives the same summary and stages nothing', async () => {
    await fill([1, 'Ada'])
    const request = createStageRequest()
    const { summary } = await runSync(opened.warehouse, request)
    await fill([1, 'Adele'])
    expect(await opened.warehouse.stage(request)).toEqual(summary)
    expect(await countTables('staged_')).toBe(0)
    expect(listDeltas(await runSync(opened.warehouse))).toEqual([['updated', '1', 2]])
  })

  test('after a crash of the warehouse says that the rows are lost', async () => {
    await fill([1, 'Ada'])
    const request = createStageRequest()
    await opened.warehouse.stage(request)
    await opened.sql(`truncate ${stagedTable(request.syncId)}`)
    await expect(opened.warehouse.stage(request)).rejects.toMatchObject({ code: 'staged_rows_lost' })
  })

  test('leaves nothing behind when it fails', async () => {
    await fill([1, 'Ada'], [0, 'Zero'])
    const model = { query: 'select 1 / id as id from people', identifier: 'id' }
    await expect(opened.warehouse.stage(createStageRequest({ model }))).rejects.toMatchObject({
      code: 'query_failed',
    })
    expect(await countTables('staged_')).toBe(0)
  })
})

describe('a row that is too large', () => {
  const model = { query: `select id, repeat('x', size) as text from wide`, identifier: 'id' }
  const fillWide = async (...rows: readonly (readonly [id: number, size: number])[]): Promise<void> => {
    await opened.sql('truncate wide')
    for (const row of rows) await opened.sql('insert into wide values ($1, $2)', row)
  }
  beforeAll(() => opened.sql('create table wide (id int, size int)'))

  test('is a dead letter of its identifier alone, once, and is delivered when it is mended', async () => {
    // {"id":1,"text":"…"} has 18 characters beside the text.
    await fillWide([1, ROW_LIMIT_BYTES - 17], [2, ROW_LIMIT_BYTES - 18])
    const first = await runSync(opened.warehouse, { model })
    expect(listDeltas(first)).toEqual([['added', '2', 1]])
    expect(first.invalid).toEqual([
      {
        seq: 2,
        recordId: '1',
        code: 'row_too_large',
        reason: 'the row is larger than 524288 bytes as JSON: select fewer or shorter columns',
        version: 1,
        row: '{"id" : "1"}',
      },
    ])
    expect((await runSync(opened.warehouse, { model })).summary).toMatchObject({ invalid: 0, toDeliver: 0 })
    await fillWide([1, 5], [2, ROW_LIMIT_BYTES])
    const mended = await runSync(opened.warehouse, { model })
    expect(listDeltas(mended)).toEqual([['added', '1', 2]])
    expect(mended.invalid).toMatchObject([{ recordId: '2', code: 'row_too_large', version: 2 }])
    await fillWide([1, 5], [2, 5])
    expect(listDeltas(await runSync(opened.warehouse, { model }))).toEqual([['updated', '2', 3]])
  })

  test('is skipped like any other when the trigger does not ask for it', async () => {
    await fillWide([1, ROW_LIMIT_BYTES])
    const trigger = ['updated', 'deleted'] as const
    expect((await runSync(opened.warehouse, { model, trigger })).summary).toMatchObject({
      skipped: 1,
      invalid: 0,
    })
  })

  test('that is one of several with an identifier is told as such, without its content', async () => {
    await fillWide([1, ROW_LIMIT_BYTES], [1, 3], [1, ROW_LIMIT_BYTES])
    const { invalid } = await runSync(opened.warehouse, { model })
    expect(invalid.map(({ code }) => code)).toEqual(Array(3).fill('identifier_duplicate'))
    expect(invalid.map(({ row }) => row.length).toSorted((a, b) => a - b)).toEqual([12, 12, 21])
  })
})

describe('a stage whose signal is aborted', () => {
  const model = { query: 'select 1 as id from pg_sleep(600)', identifier: 'id' }
  const reason = new Error('the sync was canceled')

  test('is canceled in the warehouse, leaves nothing, and rejects with the reason', async () => {
    const abort = new AbortController()
    const request = createStageRequest({ model, signal: abort.signal })
    const staging = opened.warehouse.stage(request).catch((error: unknown) => error)
    await waitFor('the query to run', async () => (await listSleepers()).length > 0)
    abort.abort(reason)
    expect(await staging).toBe(reason)
    expect(await listSleepers()).toEqual([])
    expect(await countTables('staged_')).toBe(0)
    await fill([1, 'Ada'])
    expect((await opened.warehouse.stage(createStageRequest())).added).toBe(1)
  })

  test('is canceled also while it waits for another', async () => {
    await runSync(opened.warehouse)
    const first = new AbortController()
    const running = opened.warehouse
      .stage(createStageRequest({ model, signal: first.signal }))
      .catch((error: unknown) => error)
    await waitFor('the query to run', async () => (await listSleepers()).length > 0)
    const second = new AbortController()
    const waiting = opened.warehouse
      .stage(createStageRequest({ signal: second.signal }))
      .catch((error: unknown) => error)
    await waitFor('the other to wait', async () => {
      const locks = await opened.sql(
        `select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
      )
      return locks.length > 0
    })
    second.abort(reason)
    expect(await waiting).toBe(reason)
    first.abort(reason)
    expect(await running).toBe(reason)
  })

  test('before it begins does nothing', async () => {
    const request = createStageRequest({ model, signal: AbortSignal.abort(reason) })
    await expect(opened.warehouse.stage(request)).rejects.toBe(reason)
  })

  const listSleepers = (): Promise<unknown[]> =>
    opened.sql(
      `select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
    )
})

describe('pages of staged rows', () => {
  async function stageMany(count: number, changes: Partial<StageRequest> = {}): Promise<string> {
    const request = createStageRequest({
      model: {
        query: `select g as id, repeat('x', 10) as filler from generate_series(1, ${count}) g`,
        identifier: 'id',
      },
      ...changes,
    })
    await opened.warehouse.stage(request)
    return request.syncId
  }

  test('follow each other without a gap', async () => {
    const syncId = await stageMany(25)
    const seqs = []
    for await (const page of opened.warehouse.readStaged(syncId, { afterSeq: 0, limit: 10 })) {
      expect(page.length).toBeLessThanOrEqual(10)
      seqs.push(...page.map(({ seq }) => seq))
    }
    expect(seqs).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  })

  test('end at the row they are told to', async () => {
    const syncId = await stageMany(25)
    const page = await readAll(opened.warehouse.readStaged(syncId, { afterSeq: 4, toSeq: 7, limit: 10 }))
    expect(page.map(({ seq }) => seq)).toEqual([5, 6, 7])
  })

  test('end after some megabytes', async () => {
    const model = {
      query: `select g as id, repeat('x', 500000) as filler from generate_series(1, 10) g`,
      identifier: 'id',
    }
    const syncId = await stageMany(0, { model })
    const lengths = []
    for await (const page of opened.warehouse.readStaged(syncId, { afterSeq: 0, limit: 10 }))
      lengths.push(page.length)
    expect(lengths).toEqual([8, 2])
  })

  test('are read along an index', async () => {
    const syncId = await stageMany(20_000)
    await opened.sql('set enable_seqscan = off')
    const plan = await opened.sql(
      `explain select * from ${stagedTable(syncId)} where op <> 'invalid' and seq > 10000 and seq <= 11000`,
    )
    await opened.sql('reset enable_seqscan')
    expect(JSON.stringify(plan)).toContain('Bitmap Index Scan')
  })

  test('of a sync that has none say so', async () => {
    const syncId = randomUUID()
    const range = { afterSeq: 0, limit: 10 }
    await expect(readAll(opened.warehouse.readStaged(syncId, range))).rejects.toMatchObject({
      code: 'staged_rows_lost',
      message: expect.stringContaining(syncId),
    })
    await expect(readAll(opened.warehouse.readInvalid(syncId, range))).rejects.toMatchObject({
      code: 'staged_rows_lost',
    })
  })
})
