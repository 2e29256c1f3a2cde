import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { listDeltas, OWNER, runSync } from '../testing/run-sync.ts'

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
