import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, OWNER } from '../testing/run-sync.ts'

const VALUE = 'hunter2'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql(`
    create table people as select 1 as id, '${VALUE}'::text as name;
    create sequence calls;
    create extension postgres_fdw;
    -- Raises any SQLSTATE with the value in every field of the error that it may choose.
    create function raise_value(state text, value text) returns int language plpgsql as $$ begin
      raise exception 'permission denied for table %', value using errcode = state, detail = value, hint = value,
        table = value, column = value, constraint = value, schema = value;
    end $$;
    create function raise_in_plan(state text, value text) returns int immutable language plpgsql as $$ begin
      return raise_value(state, value);
    end $$;
    create function select_from(name text) returns int language plpgsql as $$ declare found int; begin
      execute format('select 1 from %I', name) into found;
      return found;
    end $$`)
})
afterAll(() => opened.close())

async function fail(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'it did not fail',
    (error: unknown) => error,
  )
}

const stage = (query: string): Promise<unknown> =>
  fail(opened.warehouse.stage(createStageRequest({ model: { query, identifier: 'id' } })))
const preview = (query: string): Promise<unknown> =>
  fail(opened.warehouse.readRows({ query, identifier: 'id' }, 'people', 1))
const plan = (query: string): Promise<unknown> =>
  fail(opened.warehouse.describe({ query, identifier: 'id' }, 'people'))

const STATES = [
  ['42501', 'query_failed'],
  ['42P01', 'query_failed'],
  ['42703', 'query_failed'],
  ['25006', 'query_failed'],
  ['28P01', 'query_failed'],
  ['3D000', 'query_failed'],
  ['08006', 'query_failed'],
  ['08001', 'query_failed'],
  ['HV000', 'query_failed'],
  ['57P01', 'query_failed'],
  ['25P03', 'query_failed'],
  ['53100', 'query_failed'],
  ['53200', 'query_failed'],
  ['53300', 'query_failed'],
  ['53400', 'query_failed'],
  ['57014', 'query_failed'],
  ['0A000', 'query_failed'],
  ['42601', 'query_failed'],
  ['22P02', 'query_failed'],
  ['P0001', 'query_failed'],
  ['XX000', 'query_failed'],
  ['40001', 'warehouse_busy'],
  ['55P03', 'warehouse_busy'],
] as const

describe('what a function of a model raises', () => {
  test.each(STATES)(
    'with SQLSTATE %s is the model’s and shows no value, wherever it runs',
    async (state, code) => {
      const run = `select raise_value('${state}', name) as id from people`
      // The planner evaluates what is immutable, and a value may stand in the statistics that it reads.
      const planned = `select id from people where id = raise_in_plan('${state}', 'hunt' || 'er2')`
      const errors = [
        await stage(run),
        await preview(run),
        await stage(planned),
        await preview(planned),
        await plan(planned),
      ]
      for (const error of errors) {
        expect(error).toMatchObject({ code, message: expect.stringContaining(state) })
        expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(VALUE)
      }
    },
  )

  test('as the name of a table that it looks for shows no value', async () => {
    const errors = [
      await stage('select select_from(name) as id from people'),
      await preview('select select_from(name) as id from people'),
    ]
    for (const error of errors) {
      expect(error).toMatchObject({
        code: 'query_failed',
        message: expect.stringContaining('42P01 undefined_table'),
      })
      expect(inspect(error, { depth: 10 })).not.toContain(VALUE)
    }
  })

  test('from a trigger on a table of Sluice shows no value either', async () => {
    const request = createStageRequest({ mappingId: 'triggered' })
    await opened.warehouse.stage(request)
    await opened.sql(`
      create function refuse() returns trigger language plpgsql as $$ begin perform raise_value('42501', new.record_id || '${VALUE}'); end $$;
      create trigger refuse before insert on _sluice.records_triggered for each row execute function refuse()`)
    const error = await fail(opened.warehouse.commit(request))
    expect(error).toMatchObject({
      code: 'warehouse_denied',
      message: expect.stringContaining('42501 insufficient_privilege'),
    })
    expect(inspect(error, { depth: 10 })).not.toContain(VALUE)
    await opened.warehouse.discard(request.syncId)
  })
})

describe('a statement that fails on a connection that lives', () => {
  test('because it needs too many temporary files is the model’s', async () => {
    const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
    await opened.sql(`alter database ${name} set temp_file_limit = '1MB'`)
    const warehouse = opened.reopen()
    const model = {
      query: `select id from (select id, repeat('x', 2000) as t from generate_series(1, 60000) as s (id) order by t, id) as q`,
      identifier: 'id',
    }
    expect(await fail(warehouse.stage(createStageRequest({ mappingId: 'large', model })))).toMatchObject({
      code: 'query_failed',
      message: expect.stringContaining(
        '(53400 configuration_limit_exceeded): it needs more temporary files than temp_file_limit allows',
      ),
    })
    await warehouse.close()
    await opened.sql(`alter database ${name} reset temp_file_limit`)
  })

  test('because a foreign server is down is the model’s', async () => {
    await opened.sql(`
      create server away foreign data wrapper postgres_fdw options (host '127.0.0.1', port '9', dbname 'x');
      create user mapping for current_user server away options (user 'x', password '${VALUE}');
      create foreign table orders (id int) server away`)
    const errors = [await stage('select id from orders'), await preview('select id from orders')]
    for (const error of errors)
      expect(error).toMatchObject({
        code: 'query_failed',
        message: expect.stringMatching(
          /^model people: .*08001.*a foreign server that it reads, or the way there, has failed/,
        ),
      })
  })
})

describe('a query that does more than read', () => {
  test.each([
    [`select nextval('calls') as id`, 'cannot execute nextval() in a read-only transaction'],
    ['select id from people for share', 'cannot execute SELECT FOR SHARE in a read-only transaction'],
  ])('is not previewed, for the true reason: %s', async (query, reason) => {
    expect(await preview(query)).toMatchObject({
      code: 'query_failed',
      message: `model people: the query changes something, which a preview must not (${reason}): try it without that`,
    })
  })

  test('and locks rows without the right to is told that it is the lock', async () => {
    const role = `reader_${Math.random().toString(36).slice(2)}`
    await opened.sql(
      `create role ${role} login password '${VALUE}'; grant select on people to ${role}; grant create on schema public to ${role}`,
    )
    await opened.warehouse.check()
    await opened.sql(`grant usage, create on schema _sluice to ${role}`)
    const url = new URL(opened.url)
    url.username = role
    url.password = VALUE
    const warehouse = openPostgresWarehouse({ connectionString: url.href, sourceId: 'main' })
    const model = { query: 'select id from people\nfor  share', identifier: 'id' }
    const refusal = {
      code: 'warehouse_denied',
      message: expect.stringContaining(
        'permission denied for table people: for share in the query takes the right to update: leave it out',
      ),
    }
    expect(await fail(warehouse.describe(model, 'people'))).toMatchObject(refusal)
    expect(await fail(warehouse.stage(createStageRequest({ mappingId: 'locking', model })))).toMatchObject(
      refusal,
    )
    await warehouse.close()
    await opened.sql(`drop owned by ${role}; drop role ${role}`)
  })

  test.each([
    [`select nextval('calls') as id`, 'nextval()'],
    [`select md5(random()::text || name) as id, random() as other from people`, 'random()'],
    [`select gen_random_uuid() as id union all select gen_random_uuid()`, 'gen_random_uuid()'],
    [`select distinct random() as other, gen_random_uuid() as id from people`, 'gen_random_uuid()'],
  ])('for its identifier is warned of: %s', async (query, call) => {
    const columns = await opened.warehouse.describe({ query, identifier: 'id' }, 'people')
    expect(columns.filter(({ warning }) => warning !== undefined)).toEqual([
      expect.objectContaining({
        name: 'id',
        warning: expect.stringContaining(`is made by ${call}, which may give`),
      }),
    ])
  })

  test.each([
    'select id, random() as other from people',
    `select name || 'random()' as id from people`,
    'select distinct lower(name) as id, gen_random_uuid() as other from people',
  ])('for other columns is no matter: %s', async (query) => {
    const columns = await opened.warehouse.describe({ query, identifier: 'id' }, 'people')
    expect(columns.filter(({ warning }) => warning !== undefined)).toEqual([])
  })
})

test('a mapping whose query has failed at once can be synced when it is mended', async () => {
  expect(await opened.warehouse.stage(createStageRequest({ ...OWNER, mappingId: 'mended' }))).toMatchObject({
    added: 1,
  })
})
