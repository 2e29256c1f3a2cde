import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER, readAll, runSync } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`
    create type mood as enum ('good', 'bad');
    create type pair as (a int, b text);
    create collation caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`)
})
afterAll(() => opened.close())

/** How many updates a sync finds after the one column of the one row went from one value to another. */
async function countUpdates(before: string, after: string): Promise<number> {
  await opened.forget(OWNER.mappingId)
  const model = (value: string) => ({ query: `select 1 as id, ${value} as value`, identifier: 'id' })
  await runSync(opened.warehouse, { model: model(before) })
  const { summary } = await runSync(opened.warehouse, { model: model(after) })
  return summary.updated
}

describe('a value that differs is a change', () => {
  test.each([
    ['null and the empty text', 'null::text', `''`],
    ['null and the text null', 'null::text', `'null'`],
    ['null and zero', 'null::int', '0'],
    ['texts in upper and lower case', `'a'::text`, `'A'::text`],
    ['texts that a collation takes for equal', `'a'::text collate caseless`, `'A'::text collate caseless`],
    ['a blank at the end', `'a'::text`, `'a '::text`],
    ['bigints whose halves fold to the same', '1::int8', '4294967296::int8'],
    ['bigints of different sign', '1::int8', '(-1)::int8'],
    ['numerics of different sign', '5::numeric', '(-5)::numeric'],
    ['numerics of different size', '5::numeric', '50000::numeric'],
    ['NaN and Infinity', `'NaN'::float8`, `'Infinity'::float8`],
    ['the last bit of a double', '0.1::float8', '0.10000000000000002::float8'],
    [
      'instants whose halves fold to the same',
      `'2000-01-01 00:00:00.000001Z'::timestamptz`,
      `'2000-01-01 01:11:34.967296Z'::timestamptz`,
    ],
    ['a microsecond', `'2024-01-01 00:00:00.000001'::timestamp`, `'2024-01-01 00:00:00.000002'::timestamp`],
    ['times of day', `'12:00'::time`, `'12:00:01'::time`],
    ['a zone', `'12:00+00'::timetz`, `'13:00+01'::timetz`],
    ['a month and 30 days', `'1 month'::interval`, `'30 days'::interval`],
    ['the shape of an array', `'{{1,2}}'::int[]`, `'{1,2}'::int[]`],
    ['the order of an array', `'{1,2}'::int[]`, `'{2,1}'::int[]`],
    ['a null in an array', `'{1,null}'::int[]`, `'{1}'::int[]`],
    ['where a key of jsonb stands', `'{"a":{"b":1},"c":2}'::jsonb`, `'{"a":{"b":1,"c":2}}'::jsonb`],
    ['a value in json', `'{"a":1}'::json`, `'{"a":2}'::json`],
    ['json that jsonb cannot take', String.raw`'{"a":"\u0000"}'::json`, String.raw`'{"a":"\u0001"}'::json`],
    ['an enum', `'good'::mood`, `'bad'::mood`],
    ['a field of a composite value', `(1, 'x')::pair`, `(1, 'y')::pair`],
    ['bytea', `'\\x00'::bytea`, `'\\x0000'::bytea`],
    ['the end of a range', `'[1,5)'::int4range`, `'[1,6)'::int4range`],
    ['the type', '1::int4', '1::int8'],
    ['the type, not the JSON', `'a'::text`, `'a'::varchar`],
  ])('%s', async (_, before, after) => {
    expect(await countUpdates(before, after)).toBe(1)
    expect(await countUpdates(after, before)).toBe(1)
  })
})

describe('a value that is the same is no change', () => {
  test.each([
    ['zeros at the end of a numeric', '1.0::numeric', '1.00::numeric'],
    ['zero and minus zero', '0::float8', `'-0'::float8`],
    ['an instant in another zone', `'2024-01-01 00:00Z'::timestamptz`, `'2024-01-01 02:00+02'::timestamptz`],
    ['blanks and order in json', `'{"a": 1,  "b": 2}'::json`, `'{"b":2,"a":1}'::json`],
    ['blanks and order in jsonb', `'{"a": 1,  "b": 2}'::jsonb`, `'{"b":2,"a":1}'::jsonb`],
    ['a scale of a numeric', '1::numeric(10,2)', '1::numeric(12,4)'],
    [
      'upper case in a uuid',
      `'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid`,
      `'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid`,
    ],
  ])('%s', async (_, before, after) => {
    expect(await countUpdates(before, after)).toBe(0)
  })
})

describe('a digest', () => {
  const people = `select g as id, 'p' || g as name, g / 3.0 as share, now() as at from generate_series(1, 20) as g`

  test.each([
    ['renamed', `select id, name as nickname, share, at from (${people}) as p`],
    ['added', `select *, null::int as more from (${people}) as p`],
    ['left out', `select id, name, share from (${people}) as p`],
    ['retyped', `select id, name, share::float8, at from (${people}) as p`],
  ])('changes for every row when a column is %s', async (_, query) => {
    await opened.forget(OWNER.mappingId)
    await opened.sql('create table if not exists snapshot as ' + people)
    const stable = (text: string): string => text.replace(people, 'select * from snapshot')
    await runSync(opened.warehouse, { model: { query: stable(people), identifier: 'id' } })
    const { summary } = await runSync(opened.warehouse, { model: { query: stable(query), identifier: 'id' } })
    expect(summary).toMatchObject({ updated: 20, added: 0, deleted: 0 })
  })

  test('stays as it is when columns change places, also beside one that comes and goes', async () => {
    await opened.forget(OWNER.mappingId)
    await opened.sql('create table if not exists snapshot as ' + people)
    const sync = async (columns: string) => {
      const model = { query: `select ${columns} from snapshot`, identifier: 'id' }
      return (await runSync(opened.warehouse, { model })).summary.updated
    }
    await sync('id, name, share, at')
    expect(await sync('at, share, name, id')).toBe(0)
    expect(await sync('at, 1 as more, share, name, id')).toBe(20)
    expect(await sync('id, name, more, at, share'.replace('more', '1 as more'))).toBe(0)
  })

  test('is of 32 hexadecimal digits, and the same whatever plan and settings the warehouse has', async () => {
    await opened.forget(OWNER.mappingId)
    await opened.sql(
      `create table samples as select g as id, g / 7.0 as a, g / 7.0::float8 as b, now() + g * interval '1 hour' as c,
         make_interval(days => g) as d, array[g, null] as e, jsonb_build_object('g', g) as f, decode(to_hex(g + 4096), 'hex') as h, g::money as m
       from generate_series(1, 30000) as g`,
    )
    const model = { query: 'select * from samples', identifier: 'id' }
    const first = await runSync(opened.warehouse, { model })
    expect(first.staged).toHaveLength(30_000)
    for (const { checksum } of first.staged.slice(0, 100)) expect(checksum).toMatch(/^[0-9a-f]{32}$/)
    expect(new Set(first.staged.map(({ checksum }) => checksum)).size).toBe(30_000)

    const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
    for (const setting of [
      `timezone = 'Asia/Kolkata'`,
      `datestyle = 'SQL, DMY'`,
      `intervalstyle = 'postgres_verbose'`,
      'extra_float_digits = -15',
      `bytea_output = 'escape'`,
      'max_parallel_workers_per_gather = 4',
      'min_parallel_table_scan_size = 0',
      'parallel_setup_cost = 0',
      'enable_hashjoin = off',
    ])
      await opened.sql(`alter database ${name} set ${setting}`)
    const other = opened.reopen()
    const again = await runSync(other, { model })
    expect(again.summary).toMatchObject({ added: 0, updated: 0, deleted: 0 })
    const request = createStageRequest({ ...OWNER, mappingId: 'other', model })
    await other.stage(request)
    const page = await readAll(other.readStaged(request.syncId, { afterSeq: 0, limit: 30_000 }))
    const byId = new Map(first.staged.map((row) => [row.recordId, row]))
    for (const { recordId, checksum, row } of page)
      expect({ recordId, checksum, row }).toMatchObject({
        recordId,
        checksum: byId.get(recordId)?.checksum,
        row: byId.get(recordId)?.row,
      })
    await other.close()
  })
})
