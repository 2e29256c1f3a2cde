import { createEmptyDatabase, readTestServers } from '@sluice/shared/testing'
import pg from 'pg'
import type { Warehouse } from '../../port.ts'
import { openPostgresWarehouse } from '../open-postgres-warehouse.ts'
import { recordsTable } from '../state-tables.ts'

/** A warehouse in a fresh database, and one connection beside it to set the scene with. */
export interface TestWarehouse {
  readonly url: string
  readonly warehouse: Warehouse
  sql<R extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<R[]>
  /** Drops what is remembered and staged of a mapping. */
  forget(mappingId: string): Promise<void>
  /** The same warehouse over new connections, with settings made since; the caller closes it. */
  reopen(): Warehouse
  close(): Promise<void>
}

/** Opens a warehouse of a test file's own; closing it drops the database. */
export async function openTestWarehouse(): Promise<TestWarehouse> {
  const database = await createEmptyDatabase(readTestServers(process.env).databaseUrl)
  const warehouse = openPostgresWarehouse({ connectionString: database.url, sourceId: 'test' })
  const pool = new pg.Pool({ connectionString: database.url, max: 1 })
  return {
    url: database.url,
    warehouse,
    sql: async (text, values) => (await pool.query(text, values as unknown[])).rows,
    reopen: () => openPostgresWarehouse({ connectionString: database.url, sourceId: 'test' }),
    async forget(mappingId) {
      for (const staged of await warehouse.listStaged()) {
        if (staged.mappingId === mappingId) await warehouse.discard(staged.syncId)
      }
      await pool.query(`drop table if exists ${recordsTable(mappingId)}`)
    },
    async close() {
      await Promise.all([warehouse.close(), pool.end()])
      await database.drop()
    },
  }
}
