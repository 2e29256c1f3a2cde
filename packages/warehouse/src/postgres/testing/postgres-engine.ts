import type { Engine, Mortal, Scene } from '../../contract/engine.ts'
import { openPostgresWarehouse } from '../open-postgres-warehouse.ts'
import { recordsTable, stagedTable } from '../state-tables.ts'
import { POSTGRES } from '../warehouse-type.ts'
import { openCuttingProxy } from './open-cutting-proxy.ts'
import { openTestWarehouse } from './open-test-warehouse.ts'

/** PostgreSQL, for the contract of a warehouse. */
export const POSTGRES_ENGINE: Engine = {
  type: POSTGRES,
  open: openScene,
  numbers: (count) => `(select n from generate_series(1, ${count}) as n)`,
  endlessQuery: 'select 1 as id from pg_sleep(600)',
  examples: {
    boolean: { true: 'true' },
    integer: {
      small: '(-32768)::smallint',
      'largest of all that a double keeps': '9007199254740992::bigint',
      'one more': '9007199254740993::bigint',
      'largest of 64 bits': '9223372036854775807::bigint',
    },
    decimal: { short: '1.10::numeric', long: '0.12345678901234567890::numeric' },
    double: {
      number: '0.1::double precision',
      'not a number': `'NaN'::double precision`,
      infinity: `'Infinity'::double precision`,
    },
    text: {
      plain: `'naïve ☃ 😀'::text`,
      'quotes, a backslash and a line break': String.raw`e'"a" \\ \n'::text`,
      empty: `''::text`,
    },
    bytes: { three: String.raw`'\x00ff10'::bytea` },
    date: { 'leap day': `'2024-02-29'::date` },
    time: { 'half a second': `'12:30:00.5'::time` },
    timestamp: { 'whole second': `'2024-02-29 12:30:00'::timestamp` },
    instant: { 'in another time zone': `'2024-02-29 12:30:00.5+02'::timestamptz` },
    interval: { 'months, days and time': `'1 month 2 days 03:04:05'::interval` },
    uuid: { one: `'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid` },
    json: { nested: `'{"b": 1, "a": [true, null], "n": 750727362669608961}'::jsonb` },
    array: { 'with null': 'array[1, null, 3]' },
    object: { 'two fields': `(1, 'x')::pair` },
  },
}

async function openScene(): Promise<Scene> {
  const opened = await openTestWarehouse()
  await opened.sql('create type pair as (a integer, b text)')
  return {
    ...opened,
    sql: (statement) => opened.sql(statement),
    openMortal: (statements) => openMortal(opened.url, statements),
    emptyStaged: async (syncId) => void (await opened.sql(`truncate ${stagedTable(syncId)}`)),
    ageTombstones: async (mappingId, days) =>
      void (await opened.sql(
        `update ${recordsTable(mappingId)} set deleted_at = deleted_at - interval '${days} days'`,
      )),
    queryState: (query) => opened.sql(query),
    async readSyncNumbers(mappingId) {
      const rows = await opened.sql<{ record_id: string; sync: number | null }>(
        `select record_id, sync from ${recordsTable(mappingId)} where record_id not like E'\\x01%'`,
      )
      return Object.fromEntries(rows.map(({ record_id, sync }) => [record_id, sync]))
    },
    makeSecondFormat: (mappingId) =>
      opened.sql(`do $$ begin
        alter table ${recordsTable(mappingId)} drop column sync;
        execute format('comment on table ${recordsTable(mappingId)} is %L', 'sluice ' || (
          select manifest || jsonb_build_object('format', 2, 'columns', manifest -> 'columns' -> 'digested')
          from (select substr(obj_description('${recordsTable(mappingId)}'::regclass), 8)::jsonb as manifest) as parsed
        )::text);
      end $$`),
  }
}

async function openMortal(url: string, statements: number): Promise<Mortal> {
  const proxy = await openCuttingProxy(url, statements)
  const warehouse = openPostgresWarehouse({ connectionString: proxy.url, sourceId: 'test' })
  return {
    warehouse,
    isDead: () => proxy.isCut(),
    async close() {
      await warehouse.close()
      await proxy.close()
    },
  }
}
