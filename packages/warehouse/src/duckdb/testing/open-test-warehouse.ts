import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as driver from '@duckdb/node-api'
import type { Warehouse } from '../../port.ts'
import { openDuckdbWarehouse } from '../open-duckdb-warehouse.ts'
import { chooseSettings, type DuckdbOptions } from '../options.ts'
import { recordsTable } from '../state-tables.ts'
import { createHold, type Hold } from './create-hold.ts'
import { openVisitor, type Visitor } from './open-visitor.ts'

/** A warehouse in a fresh file, and a way to set the scene with. */
export interface TestWarehouse {
  readonly path: string
  readonly warehouse: Warehouse
  /** Has the files open between calls, once it is taken; whatever sets the scene lets go of it. */
  readonly hold: Hold
  /** Works with the user's file alone, as another program does. */
  readonly visit: Visitor['visit']
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
  const hold = createHold(chooseSettings({ sourceId: 'test', path, ...options }))
  const visitor = await openVisitor(path)
  const visit: Visitor['visit'] = async (work, state) => {
    await hold.release()
    return visitor.visit(work, state)
  }
  const sql: TestWarehouse['sql'] = (text, values = []) =>
    visit(
      async (connection) => {
        const found = await connection.runAndReadAll(text, [...values])
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
      },
      options.state ?? `${path}.sluice`,
    )
  await sql('select 1')
  return {
    path,
    hold,
    visit,
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
      await hold.release()
      await warehouse.close()
      visitor.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
