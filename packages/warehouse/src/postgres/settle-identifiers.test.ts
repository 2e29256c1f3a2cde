import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, runSync, type SyncResult } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id text, name text)')
})
beforeEach(() => opened.forget(OWNER.mappingId))
afterAll(() => opened.close())

/** Fills the table with these rows and runs a sync. */
async function syncRows(
  ...rows: readonly (readonly [id: string | null, name: string])[]
): Promise<SyncResult> {
  await opened.sql('truncate people')
  for (const row of rows) await opened.sql('insert into people values ($1, $2)', row)
  return runSync(opened.warehouse)
}

describe('rows that share an identifier', () => {
  test('of a query that makes its values up anew are invalid all the same', async () => {
    const model = {
      query: `select '1' as id, gen_random_uuid() as name from generate_series(1, 2)`,
      identifier: 'id',
    }
    const result = await runSync(opened.warehouse, { model, trigger: ['deleted'] })
    expect(result.invalid.map(({ row }) => row)).toEqual(['{"id" : "1"}', '{"id" : "1"}'])
  })

  test('are refused when the query does not give them a second time', async () => {
    await opened.sql('create sequence if not exists runs')
    await syncRows(['1', 'a'])
    // The first run within the stage gives the row twice, every later one once.
    const query = `select * from people union all select * from people where (select nextval('runs') % 2 = 0)`
    await opened.sql(`select setval('runs', 1)`)
    await expect(
      opened.warehouse.stage(createStageRequest({ model: { query, identifier: 'id' } })),
    ).rejects.toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('the query gives other rows each time that it runs'),
    })
  })
})

describe('many rows', () => {
  const query = (rows: number): string =>
    `select id, name from people union all select 'n' || g, 'x' from generate_series(1, ${rows}) as g`

  test.each([
    ['with', ['1', '1'], 2],
    ['without', ['1', '2'], 0],
  ])('%s duplicates are told apart', async (_, ids, invalid) => {
    await opened.sql('truncate people')
    for (const id of ids) await opened.sql('insert into people values ($1, $1)', [id])
    const model = { query: query(30_000), identifier: 'id' }
    const { summary } = await runSync(opened.warehouse, { model })
    expect(summary).toMatchObject({ invalid, toDeliver: 30_002 - invalid, lastSeq: 30_002 - invalid })
  })
})
