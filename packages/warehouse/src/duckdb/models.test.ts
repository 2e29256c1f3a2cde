import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createStageRequest, runSync } from '../testing/run-sync.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`create table people as select 1 as id, 'Ada' as name`)
  await opened.sql(`create schema crm; create view crm.names as select name from people`)
  await writeFile(join(dirname(opened.path), 'plans.csv'), 'id,plan\n1,free\n')
})
afterAll(() => opened.close())

const describeQuery = (query: string, identifier = 'id') =>
  opened.warehouse.describe({ query, identifier }, 'people')

describe('a query that is one select', () => {
  test.each([
    ['from people'],
    ['select * from people; -- the end'],
    ['table people'],
    [`values (1, 'x')`, 'col0'],
    ['with few as (select * from people) select * from few'],
    ['select 1 as id, * from crm.names'],
    ['select * from shop.main.people'],
    [`select $$;$$ as id`],
  ])('%s is a model', async (query, identifier = 'id') => {
    expect(await describeQuery(query, identifier)).not.toEqual([])
  })

  test('has columns with the names and types that DuckDB gives them', async () => {
    expect(
      await describeQuery(`select 1 as id, 1.50 as "The Price", ['x'] as tags, '1'::json as doc`),
    ).toEqual([
      { name: 'id', type: 'INTEGER' },
      { name: 'The Price', type: 'DECIMAL' },
      { name: 'tags', type: 'VARCHAR[]' },
      { name: 'doc', type: 'JSON' },
    ])
  })

  test.each([['select uuid() as id'], ['select gen_random_uuid() "id"'], ['select random() AS id']])(
    '%s gets a warning',
    async (query) => {
      expect(await describeQuery(query)).toEqual([
        expect.objectContaining({ warning: expect.stringContaining('is volatile') }),
      ])
    },
  )
})

describe('a query that is something else is refused', () => {
  test.each([
    ['', 'must be one select'],
    ['-- nothing', 'must be one select'],
    ['select 1; select 2', 'more than one statement'],
    ['select $1 as id', 'has a parameter'],
    [`select id from people where name = ?`, 'has a parameter'],
    ['selec 1', 'query line 1: syntax error at or near "selec"'],
    ['select\n  1 as id,\n  nope\nfrom people', 'query line 3: referenced column "nope" not found'],
    ['select * from nobody', 'query line 1: table with name nobody does not exist!'],
    ...[
      'insert into people values (2, null)',
      'update people set id = 2 returning *',
      'create table more as select 1',
      'drop table people',
      `attach 'other.duckdb'`,
      `copy people to 'out.csv'`,
      `export database 'out'`,
      'install httpfs',
      'load icu',
      'set threads = 1',
      'pragma version',
      'call pragma_version()',
      'checkpoint',
      'vacuum',
      'use memory',
      'explain select 1',
      'prepare x as select 1',
    ].map((query) => [query, 'must be one select'] as const),
  ])('%s', async (query, words) => {
    await expect(describeQuery(query)).rejects.toMatchObject({
      code: 'query_invalid',
      message: expect.stringContaining(words),
    })
  })

  test.each([
    ['select 1 as id, 2 as id', 'column_duplicate'],
    ['select 1 as id, 2 as "ID"', 'column_duplicate'],
    ['select 1 as "ID"', 'identifier_missing'],
  ])('%s: %s', async (query, code) => {
    await expect(describeQuery(query)).rejects.toMatchObject({ code })
  })
})

describe('files that a query reads', () => {
  const query = () => `select * from '${join(dirname(opened.path), 'plans.csv')}'`

  test('are refused, with what to do', async () => {
    await expect(describeQuery(query())).rejects.toMatchObject({
      code: 'query_invalid',
      message: expect.stringContaining('name the folder in read_directories of the source'),
    })
    await expect(describeQuery(`select content as id from read_text('/etc/hostname')`)).rejects.toMatchObject(
      {
        code: 'query_invalid',
      },
    )
  })

  test('are read where their folder is named, and nowhere else', async () => {
    const allowed = opened.reopen({ readDirectories: [`${dirname(opened.path)}/`] })
    expect(await allowed.readRows({ query: query(), identifier: 'id' }, 'plans', 1)).toEqual([
      { recordId: '1', row: '{"id":1,"plan":"free"}' },
    ])
    const other = { query: `select content as id from read_text('/etc/hostname')`, identifier: 'id' }
    await expect(allowed.readRows(other, 'plans', 1)).rejects.toMatchObject({ code: 'query_invalid' })
  })
})

describe('a query that fails while it runs', () => {
  test('tells no value of a row', async () => {
    const model = { query: `select 1 as id, name::int as n from people`, identifier: 'id' }
    const failure = await opened.warehouse
      .stage(createStageRequest({ model }))
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('(conversion error)'),
    })
    expect(JSON.stringify([failure, String((failure as Error).cause)])).not.toContain('Ada')
  })

  test('by a limit on its time ends there', async () => {
    // Far more than what comes before the query takes.
    const hasty = opened.reopen({ statementTimeoutMs: 1_000 })
    const query = 'select a.range as id from range(1_000_000) a, range(1_000_000) b'
    await expect(
      hasty.stage(createStageRequest({ model: { query, identifier: 'id' } })),
    ).rejects.toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining('statement_timeout'),
    })
  })

  test('because it is canceled rejects with the reason, and leaves nothing', async () => {
    const abort = new AbortController()
    const reason = new Error('the sync was canceled')
    const query = 'select a.range as id from range(1_000_000) a, range(1_000_000) b'
    const staging = opened.warehouse
      .stage(createStageRequest({ model: { query, identifier: 'id' }, signal: abort.signal }))
      .catch((error: unknown) => error)
    const waiting = opened.warehouse
      .stage(createStageRequest({ signal: abort.signal }))
      .catch((error: unknown) => error)
    abort.abort(reason)
    expect([await staging, await waiting]).toEqual([reason, reason])
    expect(await opened.warehouse.listStaged()).toEqual([])
  })

  test('for want of memory says what to raise', async () => {
    const small = opened.reopen({ memoryLimit: '20MB', tempDirectory: '/nowhere/at/all' })
    const query = `select a.range as id, string_agg(repeat('x', 1000), '') as text from range(1000) a, range(1000) b group by 1`
    await expect(
      small.stage(createStageRequest({ model: { query, identifier: 'id' } })),
    ).rejects.toMatchObject({
      code: 'query_failed',
    })
  })
})

test('numbers of a model that change their scale, and -0, are no change', async () => {
  const model = (query: string) => ({ model: { query, identifier: 'id' } })
  await runSync(opened.warehouse, model('select 1.0::decimal(10, 1) as id, 0::double as n'))
  const { staged } = await runSync(
    opened.warehouse,
    model(`select 1.00::decimal(10, 2) as id, '-0.0'::double as n`),
  )
  expect(staged).toEqual([])
})
