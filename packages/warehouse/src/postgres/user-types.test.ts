import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Warehouse } from '../port.ts'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, runSync, stageAndRead } from '../testing/run-sync.ts'

let opened: TestWarehouse
let warehouse: Warehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`
    create schema app;
    create type app.time as (h int, m int);
    create type app.date as enum ('early', 'late');
    create type app.int8 as (low int, high json);
    create type app.numeric as enum ('I', 'II');
    create type app.bytea as range (subtype = text);
    create domain app.text as json;
    create type app.bool as (yes json);
    create type app.timestamptz as enum ('now', 'then');
    create table date (day int, note json)`)
  const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
  await opened.sql(`alter database ${name} set search_path = app, public`)
  warehouse = opened.reopen()
})
afterAll(async () => {
  await warehouse.close()
  await opened.close()
})

describe('a type of the user’s that is named like one of the server’s', () => {
  test.each([
    ['app.time', `row(7, 30)::app.time`, '{"h":7,"m":30}', `row(7, 31)::app.time`],
    ['app.date', `'early'::app.date`, '"early"', `'late'::app.date`],
    ['app.int8', `row(1, '[2]')::app.int8`, '{"low":1,"high":[2]}', `row(1, '[3]')::app.int8`],
    ['app.numeric', `'I'::app.numeric`, '"I"', `'II'::app.numeric`],
    ['app.bytea', `app.bytea('a', 'b')`, '"[a,b)"', `app.bytea('a', 'c')`],
    ['app.bool', `row('{"a":1}')::app.bool`, '{"yes":{"a":1}}', `row('{"a":2}')::app.bool`],
    ['app.timestamptz', `'now'::app.timestamptz`, '"now"', `'then'::app.timestamptz`],
    ['a domain', `'{"a":1}'::app.text`, '{"a":1}', `'{"a":2}'::app.text`],
    [
      'the row of a table',
      `row(1, '{"a":1}')::public.date`,
      '{"day":1,"note":{"a":1}}',
      `row(1, '{"a":2}')::public.date`,
    ],
  ])('is sent and compared as what it is: %s', async (type, value, json, other) => {
    const mappingId = `typed-${type.replaceAll(/\W/g, '-')}`
    const model = (sql: string) => ({ query: `select ${sql} as value, 1 as id`, identifier: 'id' })
    expect(await warehouse.describe(model(value), 'people')).toHaveLength(2)
    expect(await warehouse.readRows(model(value), 'people', 1)).toEqual([
      { recordId: '1', row: `{"value":${json},"id":1}` },
    ])
    const first = await runSync(warehouse, { mappingId, model: model(value) })
    expect(first.staged.map(({ row }) => row)).toEqual([`{"value":${json},"id":1}`])
    expect(listDeltas(await runSync(warehouse, { mappingId, model: model(value) }))).toEqual([])
    expect(listDeltas(await runSync(warehouse, { mappingId, model: model(other) }))).toEqual([
      ['updated', '1', 2],
    ])
  })

  test('takes nothing from the type of the server', async () => {
    const model = {
      query: `select 1 as id, '2024-07-01 12:00+00'::pg_catalog.timestamptz as a, '0044-03-15 BC'::pg_catalog.date as b, '\\x01'::pg_catalog.bytea as c,
        'NaN'::pg_catalog.numeric as d`,
      identifier: 'id',
    }
    const [row] = await warehouse.readRows(model, 'people', 1)
    expect(JSON.parse(row?.row ?? '')).toEqual({
      id: 1,
      a: '2024-07-01T12:00:00Z',
      b: '-000043-03-15',
      c: 'AQ==',
      d: null,
    })
    const { staged } = await stageAndRead(warehouse, createStageRequest({ mappingId: 'own', model }))
    expect(staged.map((each) => each.row)).toEqual([row?.row])
  })
})

describe('what every sync of a model would fail with', () => {
  test('is found by the look at its columns', async () => {
    const url = new URL(opened.url)
    // Now a type of the user's is found in place of the server's that it is named like, by whatever is compared.
    url.searchParams.set('options', '-c search_path=app,public,pg_catalog')
    const misled = openPostgresWarehouse({ connectionString: url.href, sourceId: 'main' })
    const model = { query: 'select 1 as id, 2::pg_catalog.numeric as n', identifier: 'id' }
    await expect(misled.describe(model, 'people')).rejects.toMatchObject({
      code: 'query_invalid',
      message: expect.stringContaining('model people: its columns cannot be compared, cannot cast type'),
    })
    await misled.close()
  })
})
