import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { readTestServers, replaceDatabase } from '@sluice/shared/testing'
import pg from 'pg'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, listDeltas, readAll, runSync, stageAndRead } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people as select 1 as id')
})
afterAll(() => opened.close())

describe('an event trigger', () => {
  afterEach(() => opened.sql('drop event trigger if exists no_ddl'))

  async function refuse(tag: string): Promise<void> {
    await opened.sql(`
      create or replace function no_ddl() returns event_trigger language plpgsql as $$ begin raise exception 'not here: %', tg_tag; end $$;
      create event trigger no_ddl on ddl_command_start when tag in ('${tag}') execute function no_ddl()`)
  }
  const told = (message: string) => ({ message: expect.stringContaining(message) })

  test.each([
    ['CREATE SCHEMA', 'first'],
    ['CREATE TABLE', 'second'],
  ])('that refuses %s is told as what it is', async (tag, mappingId) => {
    await refuse(tag)
    await expect(opened.warehouse.stage(createStageRequest({ mappingId }))).rejects.toMatchObject({
      code: 'warehouse_denied',
      ...told(
        'refuses a statement of Sluice (P0001 raise_exception): a function there, such as that of an event trigger',
      ),
    })
    await opened.sql('drop event trigger no_ddl')
    await opened.warehouse.check()
  })

  test('that refuses the table of a sync is named among what may have failed it', async () => {
    await runSync(opened.warehouse)
    await refuse('CREATE TABLE AS')
    await expect(opened.warehouse.stage(createStageRequest())).rejects.toMatchObject({
      code: 'query_failed',
      ...told('if an event trigger refuses to make tables, let it pass schema _sluice'),
    })
  })

  test('that refuses to drop what was staged leaves it for the next commit', async () => {
    await opened.sql('insert into people values (2)')
    const request = createStageRequest()
    await opened.warehouse.stage(request)
    await refuse('DROP TABLE')
    await expect(opened.warehouse.commit(request)).rejects.toMatchObject({ code: 'warehouse_denied' })
    await opened.sql('drop event trigger no_ddl')
    await opened.warehouse.commit(request)
    expect((await runSync(opened.warehouse)).staged).toEqual([])
  })
})

test('a type that is dropped with cascade takes what was staged with it: the next sync finds it again', async () => {
  await opened.sql(
    `create type mood as enum ('good'); create table moods as select 1 as id, 'good'::mood as mood`,
  )
  const model = { query: 'select * from moods', identifier: 'id' }
  const request = createStageRequest({ mappingId: 'moods', model })
  await opened.warehouse.stage(request)
  await opened.sql('drop type mood cascade')
  await expect(
    readAll(opened.warehouse.readStaged(request.syncId, { afterSeq: 0, limit: 10 })),
  ).rejects.toMatchObject({
    code: 'staged_rows_lost',
    message: expect.stringContaining('is gone, as when a type is dropped with cascade'),
  })
  await opened.warehouse.discard(request.syncId)
  expect(listDeltas(await runSync(opened.warehouse, { mappingId: 'moods', model }))).toEqual([
    ['added', '1', 1],
  ])
})

test('a text that is no UTF-8 is told with how to convert it, and the way is right', async () => {
  const server = readTestServers(process.env).databaseUrl
  const name = `ascii_${Math.random().toString(36).slice(2)}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(
    `create database ${name} encoding 'SQL_ASCII' template template0 lc_collate 'C' lc_ctype 'C'`,
  )
  const url = replaceDatabase(server, name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `create table people as select 1 as id, convert_from('\\xe9'::bytea, 'SQL_ASCII') as name`,
  )
  const warehouse = openPostgresWarehouse({ connectionString: url, sourceId: 'main' })
  const refusal = {
    code: 'query_failed',
    message: expect.stringMatching(/22021 character_not_in_repertoire.*no UTF-8: convert it in the query/),
  }
  await expect(warehouse.readRows(createStageRequest().model, 'people', 1)).rejects.toMatchObject(refusal)
  await expect(stageAndRead(warehouse, createStageRequest())).rejects.toMatchObject(refusal)
  const way = `select id, convert_from(convert(convert_to(name, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'SQL_ASCII') as name from people`
  const { staged } = await runSync(warehouse, {
    mappingId: 'converted',
    model: { query: way, identifier: 'id' },
  })
  expect(staged.map(({ row }) => row)).toEqual(['{"id":1,"name":"é"}'])
  await warehouse.close()
  await client.end()
  await admin.query(`drop database ${name}`)
  await admin.end()
})
