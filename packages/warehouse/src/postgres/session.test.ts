import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, runSync } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`
    create table people as select 1 as id, 'real' as name;
    create schema evil;
    create table evil.people as select 666 as id, 'evil' as name;
    create table seen (path text, role text, zone text, locks bigint);
    create function make_people() returns int language plpgsql as $$ begin
      create temp table people as select 667 as id, 'temporary' as name;
      return 2;
    end $$;
    create function make_catalog() returns int language plpgsql as $$ begin
      create temp table pg_class as select 0::oid as oid, 'x'::name as relname, 0::oid as relnamespace where false;
      create temp table pg_type as select * from pg_catalog.pg_type where false;
      create temp table pg_settings as select * from pg_catalog.pg_settings where false;
      return 2;
    end $$;
    create function wait_for_commit() returns trigger language plpgsql as $$ begin
      perform set_config('search_path', 'evil', false);
      return null;
    end $$;
    create table late (id int);
    create constraint trigger late after insert on late deferrable initially deferred for each row execute function wait_for_commit();
    create function write_late() returns int language plpgsql as $$ begin insert into late values (1); return 2; end $$;
    create function listen_to() returns int language plpgsql as $$ begin listen everything; return 2; end $$`)
})
afterAll(() => opened.close())

const PEOPLE = { query: 'select id, name from people', identifier: 'id' }
const REAL = [{ recordId: '1', row: '{"id":1,"name":"real"}' }]

// Each takes the next model somewhere else, or gives it the rights, the zone or the
// locks of somebody else, if its session is left as it is.
const GUESTS: readonly (readonly [string, string])[] = [
  ['a search path of its session', `set_config('search_path', 'evil', false)`],
  ['a search path of its transaction', `set_config('search_path', 'evil', true)`],
  ['a path that puts its own before the catalog', `set_config('search_path', 'evil, pg_catalog', false)`],
  ['a temporary table', 'make_people()::text'],
  ['temporary tables named like those of the catalog', 'make_catalog()::text'],
  ['a time zone', `set_config('timezone', 'Asia/Tokyo', false)`],
  ['a role', `set_config('role', 'pg_read_all_data', false)`],
  ['another user', `set_config('session_authorization', 'pg_read_all_data', false)`],
  ['a lock of its session', 'pg_advisory_lock(77)::text'],
  ['a notification to listen to', 'listen_to()::text'],
  ['what runs when it commits', 'write_late()::text'],
]

describe('a model whose query leaves its session with', () => {
  test.each(GUESTS)('%s changes nothing for the next', async (_what, call) => {
    const mappingId = 'guest'
    const guest = { query: `select 2 as id, ${call} as what`, identifier: 'id' }
    const { summary } = await runSync(opened.warehouse, { mappingId, model: guest })
    expect(summary).toMatchObject({ added: 1, invalid: 0 })
    await opened.forget(mappingId)

    expect(await opened.warehouse.readRows(PEOPLE, 'people', 10)).toEqual(REAL)
    const { staged } = await runSync(opened.warehouse, { mappingId: 'next', model: PEOPLE })
    expect(staged.map(({ row }) => row)).toEqual(['{"id":1,"name":"real"}'])
    await opened.forget('next')
    const state = {
      query: `select 1 as id, current_setting('search_path') as path, current_user = session_user as own, session_user::text as who,
        (select count(*) from pg_locks where locktype = 'advisory' and objid in (77, 78)) as locks, (select count(*) from pg_listening_channels()) as channels`,
      identifier: 'id',
    }
    const [row] = await opened.warehouse.readRows(state, 'state', 1)
    expect(JSON.parse(row?.row ?? '')).toEqual({
      id: 1,
      path: '"$user", public',
      own: true,
      who: 'postgres',
      locks: 0,
      channels: 0,
    })
  })

  test.each(GUESTS.slice(0, 3))('%s changes nothing for a preview after its own', async (_what, call) => {
    const guest = { query: `select 2 as id, ${call} as what`, identifier: 'id' }
    expect(await opened.warehouse.readRows(guest, 'guest', 1)).toHaveLength(1)
    expect(await opened.warehouse.readRows(PEOPLE, 'people', 10)).toEqual(REAL)
  })

  test('a lock and fails lets go of it', async () => {
    const guest = {
      query: 'select 1 / (2 - id) as id from (values (1, pg_advisory_lock(78)), (2, null)) as v (id)',
      identifier: 'id',
    }
    await expect(
      opened.warehouse.stage(createStageRequest({ mappingId: 'failing', model: guest })),
    ).rejects.toMatchObject({ code: 'query_failed' })
    expect(
      await opened.sql(`select pid from pg_locks where locktype = 'advisory' and objid in (77, 78)`),
    ).toEqual([])
  })
})

test('a model that moves its own search path is read a second time as it was read the first', async () => {
  await opened.sql(
    `create table twins as select 1 as id, 'a' as name; create table evil.twins as select * from twins where false`,
  )
  const model = {
    query: `select id, name from twins where set_config('search_path', 'evil', true) = 'evil'`,
    identifier: 'id',
  }
  await runSync(opened.warehouse, { mappingId: 'twins', model })
  // A twin of an unchanged row is found by looking again.
  await opened.sql(`insert into twins values (1, 'a')`)
  const { invalid } = await runSync(opened.warehouse, { mappingId: 'twins', model })
  expect(invalid).toMatchObject([{ code: 'identifier_duplicate' }, { code: 'identifier_duplicate' }])
})
