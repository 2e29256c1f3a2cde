import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'
import { waitFor } from '@sluice/shared/testing'
import type { StageRequest } from '../port.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { stagedTable } from './state-tables.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync } from '../testing/run-sync.ts'

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

  test('keeps nothing of a skipped row in the staged table', async () => {
    await fill([1, 'Ada'])
    const request = createStageRequest({ trigger: ['deleted'] })
    await opened.warehouse.stage(request)
    expect(await opened.sql(`select op, seq, c1, c2 from ${stagedTable(request.syncId)}`)).toEqual([
      { op: 'added', seq: null, c1: null, c2: null },
    ])
    await opened.warehouse.discard(request.syncId)
  })
})

describe('staging a sync again', () => {
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

  test('leaves nothing behind when it fails', async () => {
    await fill([1, 'Ada'], [0, 'Zero'])
    const model = { query: 'select 1 / id as id from people', identifier: 'id' }
    await expect(opened.warehouse.stage(createStageRequest({ model }))).rejects.toMatchObject({
      code: 'query_failed',
    })
    expect(await countTables('staged_')).toBe(0)
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
})
