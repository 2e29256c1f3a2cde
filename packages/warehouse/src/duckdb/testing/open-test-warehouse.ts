import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as driver from '@duckdb/node-api'
import type { Warehouse } from '../../port.ts'
import { openDuckdbWarehouse } from '../open-duckdb-warehouse.ts'
import type { DuckdbOptions } from '../options.ts'
import { quoteLiteral } from '../quote.ts'
import { recordsTable, STATE_CATALOG } from '../state-tables.ts'

/** A warehouse in a fresh file, and a way to set the scene with. */
export interface TestWarehouse {
  readonly path: string
  readonly warehouse: Warehouse
  /** Runs a statement in the user's file, where the state is attached, and closes both. */
  sql(text: string, values?: readonly (string | number | null)[]): Promise<Record<string, unknown>[]>
  /** Drops what is remembered and staged of a mapping. */
  forget(mappingId: string): Promise<void>
  /** The same files, opened with other options. */
  reopen(options?: Partial<DuckdbOptions>): Warehouse
  close(): Promise<void>
}

/** Opens a warehouse of a test file's own; closing it removes the files. */
export async function openTestWarehouse(options: Partial<DuckdbOptions> = {}): Promise<TestWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'))
  const path = join(folder, 'shop.duckdb')
  const reopen = (others: Partial<DuckdbOptions> = {}): Warehouse =>
    openDuckdbWarehouse(driver, { sourceId: 'test', path, ...options, ...others })
  const warehouse = reopen()
  const sql: TestWarehouse['sql'] = async (text, values = []) => {
    const instance = await driver.DuckDBInstance.create(path)
    try {
      const connection = await instance.connect()
      await connection.run(`attach ${quoteLiteral(options.state ?? `${path}.sluice`)} as ${STATE_CATALOG}`)
      const found = await connection.runAndReadAll(text, [...values])
      connection.closeSync()
      return found
        .getRowObjects()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'bigint' ? Number(value) : value,
            ]),
          ),
        )
    } finally {
      instance.closeSync()
    }
  }
  await sql('select 1')
  return {
    path,
    warehouse,
    sql,
    reopen,
    async forget(mappingId) {
      for (const staged of await warehouse.listStaged()) {
        if (staged.mappingId === mappingId) await warehouse.discard(staged.syncId)
      }
      await sql(`drop table if exists ${recordsTable(mappingId).sql}`)
    },
    async close() {
      await warehouse.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
