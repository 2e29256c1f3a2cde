import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Warehouse } from '../port.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, runSync } from '../testing/run-sync.ts'

const REFUSAL = {
  code: 'query_failed',
  message: expect.stringContaining(
    'model people: the query failed while it ran (57014 query_canceled): it took longer than the statement_timeout of its source',
  ),
}
const SLOW = { query: 'select 1 as id from (select pg_sleep(600)) as slept', identifier: 'id' }
/** Far more than the statements take that come before the slow one. */
const LIMIT_MS = 3_000
// Immutable, so that the server evaluates it while it plans.
const SLOW_PLAN = { query: 'select id from people where id = nap()', identifier: 'id' }

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people as select 1 as id')
  await opened.sql(
    `create function nap() returns int immutable language plpgsql as 'begin perform pg_sleep(600); return 1; end'`,
  )
})
afterAll(() => opened.close())

async function withLimit<T>(
  statementTimeoutMs: number | undefined,
  work: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const options = { connectionString: opened.url, sourceId: 'main', statementTimeoutMs }
  const warehouse = openPostgresWarehouse(options)
  try {
    return await work(warehouse)
  } finally {
    await warehouse.close()
  }
}

const readLimit = (warehouse: Warehouse) =>
  warehouse.readRows(
    { query: `select 1 as id, current_setting('statement_timeout') as ms`, identifier: 'id' },
    'limit',
    1,
  )

describe('the time limit of a statement', () => {
  test.each<[string, (warehouse: Warehouse) => Promise<unknown>]>([
    ['a stage', (warehouse) => warehouse.stage(createStageRequest({ model: SLOW }))],
    ['a preview', (warehouse) => warehouse.readRows(SLOW, 'people', 1)],
    ['a look at the columns', (warehouse) => warehouse.describe(SLOW_PLAN, 'people')],
  ])('ends %s, and names the setting', async (_what, work) => {
    await withLimit(LIMIT_MS, (warehouse) => expect(work(warehouse)).rejects.toMatchObject(REFUSAL))
  })

  test('leaves nothing staged, and the next sync finds the same', async () => {
    await withLimit(100, async (warehouse) => {
      const mappingId = 'slow-first'
      await warehouse.stage(createStageRequest({ mappingId, model: SLOW })).catch(() => {})
      expect(await warehouse.listStaged()).toEqual([])
      expect((await runSync(opened.warehouse, { mappingId })).summary).toMatchObject({ added: 1 })
    })
  })

  test('does not hold for a commit', async () => {
    await opened.sql(`create function dawdle() returns trigger language plpgsql as
      'begin perform pg_sleep(0.5); return null; end'`)
    const request = createStageRequest({ mappingId: 'slow-commit' })
    // Without a limit: how long a stage takes is not the question here.
    await opened.warehouse.stage(request)
    await opened.sql(`create trigger dawdle after insert or update or delete on _sluice."records_slow-commit"
      for each statement execute function dawdle()`)
    await withLimit(100, async (warehouse) => {
      await warehouse.commit(request)
      expect(await warehouse.readDelivered(request, ['1'])).toMatchObject({ versions: new Map([['1', 1]]) })
    })
  })

  test('is the one given, else that of the user in the warehouse, else six hours', async () => {
    const see = (ms: string) => [expect.objectContaining({ row: JSON.stringify({ id: 1, ms }) })]
    expect(await withLimit(90_000, readLimit)).toEqual(see('90s'))
    expect(await withLimit(undefined, readLimit)).toEqual(see('6h'))
    const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
    await opened.sql(`alter database ${name} set statement_timeout = '7min'`)
    expect(await withLimit(undefined, readLimit)).toEqual(see('7min'))
    expect(await withLimit(90_000, readLimit)).toEqual(see('90s'))
    await opened.sql(`alter database ${name} reset statement_timeout`)
  })
})
