import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { useCatalog } from '../open-files.ts'
import { quoteLiteral } from '../quote.ts'
import { STATE_CATALOG } from '../state-tables.ts'

const DATA_CATALOG = 'shop'

/** Another program that works with a source's files, and has none of them open between two statements. */
export interface Visitor {
  /** Does work where the user's file is the default catalog; the file of Sluice's own is attached if it is named. */
  visit<T>(work: (connection: DuckDBConnection) => Promise<T>, state?: string): Promise<T>
  close(): void
}

/** Opens DuckDB once, which takes ten times as long as to attach a file. */
export async function openVisitor(path: string): Promise<Visitor> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const attach = (file: string, catalog: string) =>
    connection.run(`attach ${quoteLiteral(file)} as ${catalog}`)
  const detach = (catalog: string) => connection.run(`detach database if exists ${catalog}`)
  return {
    async visit(work, state) {
      try {
        await attach(path, DATA_CATALOG)
        if (state !== undefined) await attach(state, STATE_CATALOG)
        await connection.run(useCatalog(DATA_CATALOG))
        return await work(connection)
      } finally {
        await connection.run(useCatalog('memory'))
        await detach(DATA_CATALOG)
        await detach(STATE_CATALOG)
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
