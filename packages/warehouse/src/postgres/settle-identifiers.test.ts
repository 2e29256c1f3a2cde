import { afterAll, beforeEach, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, OWNER, runSync, type SyncResult } from '../testing/run-sync.ts'

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

const listInvalid = ({ invalid }: SyncResult): readonly unknown[] =>
  invalid
    .map(
      ({ code, recordId, version, row }) =>
        [code, recordId, version, (JSON.parse(row) as { name: string }).name] as const,
    )
    .toSorted((a, b) => a[3].localeCompare(b[3]))

describe('rows that share an identifier', () => {
  test('are all invalid, each with its content, and none is picked', async () => {
    const result = await syncRows(['1', 'Ada'], ['2', 'Bob'], ['2', 'Bea'])
    expect(listDeltas(result)).toEqual([['added', '1', 1]])
    expect(listInvalid(result)).toEqual([
      ['identifier_duplicate', '2', 1, 'Bea'],
      ['identifier_duplicate', '2', 1, 'Bob'],
    ])
    expect(result.summary).toMatchObject({ added: 1, invalid: 2, toDeliver: 1, lastSeq: 1 })
    expect(result.invalid.map(({ seq }) => seq)).toEqual([2, 3])
    expect(result.invalid[0]?.reason).toBe('another row has the same identifier')
  })

  test('are not reported again while they stay as they are, in any order', async () => {
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    const again = await syncRows(['2', 'Bea'], ['2', 'Bob'])
    expect(again.summary).toMatchObject({ added: 0, updated: 0, deleted: 0, invalid: 0 })
  })

  test('are reported again, all of them, when one changes, in the next version', async () => {
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bess']))).toEqual([
      ['identifier_duplicate', '2', 2, 'Bess'],
      ['identifier_duplicate', '2', 2, 'Bob'],
    ])
  })

  test('are invalid also when one of them is the row that was delivered, or all look like it', async () => {
    await syncRows(['2', 'Bob'])
    expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bea']))).toEqual([
      ['identifier_duplicate', '2', 2, 'Bea'],
      ['identifier_duplicate', '2', 2, 'Bob'],
    ])
    await syncRows(['2', 'Bob'])
    expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bob']))).toEqual([
      ['identifier_duplicate', '2', 4, 'Bob'],
      ['identifier_duplicate', '2', 4, 'Bob'],
    ])
  })

  test('are an addition once one is left, if none was ever delivered, and an update otherwise', async () => {
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    expect(listDeltas(await syncRows(['2', 'Bea']))).toEqual([['added', '2', 2]])
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    expect(listDeltas(await syncRows(['2', 'Bob']))).toEqual([['updated', '2', 4]])
  })

  test('are a deletion once none is left, if one was ever delivered, and no news otherwise', async () => {
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    expect(listDeltas(await syncRows())).toEqual([])
    await syncRows(['2', 'Bob'])
    await syncRows(['2', 'Bob'], ['2', 'Bea'])
    expect(listDeltas(await syncRows())).toEqual([['deleted', '2', 4]])
    expect(listInvalid(await syncRows(['2', 'Bob'], ['2', 'Bea']))).toHaveLength(2)
  })

  test('leave no gap among the rows to deliver', async () => {
    const result = await syncRows(
      ['1', 'a'],
      ['1', 'b'],
      ['2', 'c'],
      ['3', 'd'],
      ['2', 'e'],
      ['4', 'f'],
      ['5', 'g'],
    )
    expect(result.staged.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(result.staged.map(({ recordId }) => recordId).toSorted()).toEqual(['3', '4', '5'])
    expect(result.invalid.map(({ seq }) => seq)).toEqual([4, 5, 6, 7])
  })

  test('show their content even if the trigger does not ask for it', async () => {
    await syncRows(['1', 'a'])
    await opened.sql(`insert into people values ('1', 'b'), ('2', 'c'), ('2', 'd')`)
    const result = await runSync(opened.warehouse, { trigger: ['deleted'] })
    expect(listInvalid(result).map((row) => (row as unknown[])[3])).toEqual(['a', 'b', 'c', 'd'])
  })

  test('of a query that makes its values up anew are invalid all the same', async () => {
    const model = {
      query: `select '1' as id, gen_random_uuid() as name from generate_series(1, 2)`,
      identifier: 'id',
    }
    const result = await runSync(opened.warehouse, { model, trigger: ['deleted'] })
    expect(result.invalid.map(({ row }) => row)).toEqual(['{"id" : "1"}', '{"id" : "1"}'])
  })
})

describe('rows that share an identifier and look unchanged', () => {
  test('are found among changed ones, and beside groups that are known', async () => {
    await syncRows(['1', 'a'], ['2', 'b'], ['3', 'c'], ['4', 'd'], ['5', 'e'], ['5', 'f'], ['6', 'g'])
    const result = await syncRows(
      ['1', 'a'],
      ['1', 'a'],
      ['2', 'b'],
      ['2', 'B'],
      ['3', 'C'],
      ['5', 'e'],
      ['5', 'f'],
      ['6', 'g'],
      ['7', 'h'],
    )
    expect(listDeltas(result)).toEqual([
      ['updated', '3', 2],
      ['deleted', '4', 2],
      ['added', '7', 1],
    ])
    expect(listInvalid(result)).toEqual([
      ['identifier_duplicate', '1', 2, 'a'],
      ['identifier_duplicate', '1', 2, 'a'],
      ['identifier_duplicate', '2', 2, 'b'],
      ['identifier_duplicate', '2', 2, 'B'],
    ])
    expect(result.summary.known).toBe(5)
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

describe('rows without an identifier', () => {
  test('are invalid, null and empty alike', async () => {
    const result = await syncRows([null, 'Nobody'], ['', 'Void'], ['1', 'Ada'], [' ', 'Blank'])
    expect(listDeltas(result)).toEqual([
      ['added', ' ', 1],
      ['added', '1', 1],
    ])
    expect(listInvalid(result)).toEqual([
      ['identifier_null', null, 1, 'Nobody'],
      ['identifier_null', null, 1, 'Void'],
    ])
    expect(result.invalid[0]?.reason).toBe('the identifier of this row is null or empty')
  })

  test('are not reported again while they stay as they are', async () => {
    await syncRows([null, 'Nobody'], [null, 'Noone'])
    expect((await syncRows([null, 'Noone'], [null, 'Nobody'])).invalid).toEqual([])
  })

  test('are reported again when one more comes, in the next version', async () => {
    await syncRows([null, 'Nobody'])
    expect(listInvalid(await syncRows([null, 'Nobody'], [null, 'Noone']))).toEqual([
      ['identifier_null', null, 2, 'Nobody'],
      ['identifier_null', null, 2, 'Noone'],
    ])
  })

  test('make no delta when they vanish', async () => {
    await syncRows([null, 'Nobody'], ['1', 'Ada'])
    const result = await syncRows(['1', 'Ada'])
    expect([result.staged, result.invalid]).toEqual([[], []])
  })
})
