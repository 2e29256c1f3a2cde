import * as driver from '@duckdb/node-api'
import type { Engine, Mortal, Scene } from '../../contract/engine.ts'
import type { RecordsManifest } from '../../delta/manifests.ts'
import { openDuckdbWarehouse } from '../open-duckdb-warehouse.ts'
import { recordsTable, stagedTable } from '../state-tables.ts'
import { DUCKDB } from '../warehouse-type.ts'
import { createMortalDriver } from './create-mortal-driver.ts'
import { openTestWarehouse } from './open-test-warehouse.ts'

/** A DuckDB file, for the contract of a warehouse. */
export const DUCKDB_ENGINE: Engine = {
  type: DUCKDB,
  open: openScene,
  numbers: (count) => `(select range as n from range(1, ${count + 1}))`,
  endlessQuery: 'select a.range as id from range(1_000_000) a, range(1_000_000) b',
  examples: {
    boolean: { true: 'true' },
    integer: {
      small: '(-32768)::smallint',
      'largest of all that a double keeps': '9007199254740992::bigint',
      'one more': '9007199254740993::bigint',
      'largest of 64 bits': '9223372036854775807::bigint',
    },
    decimal: { short: `'1.10'::decimal(10, 2)`, long: `'0.12345678901234567890'::decimal(21, 20)` },
    double: { number: '0.1::double', 'not a number': `'nan'::double`, infinity: `'infinity'::double` },
    text: {
      plain: `'naïve ☃ 😀'`,
      'quotes, a backslash and a line break': String.raw`'"a" \ ' || chr(10)`,
      empty: `''`,
    },
    bytes: { three: String.raw`'\x00\xff\x10'::blob` },
    date: { 'leap day': `date '2024-02-29'` },
    time: { 'half a second': `time '12:30:00.5'` },
    timestamp: { 'whole second': `timestamp '2024-02-29 12:30:00'` },
    instant: { 'in another time zone': `'2024-02-29 12:30:00.5+02'::timestamptz` },
    interval: { 'months, days and time': `interval '1 month 2 days 03:04:05'` },
    uuid: { one: `'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid` },
    json: { nested: `'{"b": 1, "a": [true, null], "n": 750727362669608961}'::json` },
    array: { 'with null': '[1, null, 3]' },
    object: { 'two fields': `{'a': 1, 'b': 'x'}` },
  },
}

async function openScene(): Promise<Scene> {
  const opened = await openTestWarehouse({ threads: 1 })
  // A process that dies opens the files itself: it would join others by statements that it does not count.
  let mortals = 0
  const takeHold = (): void => {
    if (mortals === 0) opened.hold.take()
  }
  return {
    get warehouse() {
      takeHold()
      return opened.warehouse
    },
    sql: (statements) => opened.visit((connection) => connection.run(statements)),
    reopen: () => opened.reopen(),
    async openMortal(statements) {
      await opened.hold.release()
      mortals += 1
      const mortal = openMortal(opened.path, statements)
      return {
        ...mortal,
        async close() {
          await mortal.close()
          mortals -= 1
        },
      }
    },
    forget(mappingId) {
      takeHold()
      return opened.forget(mappingId)
    },
    emptyStaged: (syncId) => opened.sql(`delete from ${stagedTable(syncId).sql}`),
    ageTombstones: (mappingId, days) =>
      opened.sql(
        `update ${recordsTable(mappingId).sql} set deleted_at = deleted_at - interval '${days} days'`,
      ),
    async queryState(query) {
      await opened.hold.release()
      const instance = await driver.DuckDBInstance.create(`${opened.path}.sluice`)
      const connection = await instance.connect()
      try {
        return (await connection.runAndReadAll(query)).getRowObjectsJson()
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    },
    async readSyncNumbers(mappingId) {
      const rows = await opened.sql(
        `select record_id, sync from ${recordsTable(mappingId).sql} where not starts_with(record_id, chr(1))`,
      )
      return Object.fromEntries(rows.map((row) => [row['record_id'], row['sync']])) as Record<string, number>
    },
    async makeSecondFormat(mappingId) {
      const { name, sql } = recordsTable(mappingId)
      await opened.sql(`alter table ${sql} drop column sync`)
      const [found] = await opened.sql(`select comment from duckdb_tables() where table_name = $1`, [name])
      const manifest = JSON.parse(String(found?.['comment']).slice('sluice '.length)) as RecordsManifest
      const second = { ...manifest, format: 2, columns: manifest.columns?.digested }
      await opened.sql(`comment on table ${sql} is 'sluice ${JSON.stringify(second)}'`)
    },
    close: () => opened.close(),
  }
}

function openMortal(path: string, statements: number): Mortal {
  const mortal = createMortalDriver(driver, statements)
  const warehouse = openDuckdbWarehouse(mortal.driver, { sourceId: 'test', path, threads: 1 })
  return { warehouse, isDead: mortal.isDead, close: () => warehouse.close() }
}
