import { STATE_SCHEMA } from '../delta/state-names.ts'
import { quoteLiteral } from './quote.ts'
import type { Session } from './session.ts'
import { STATE_CATALOG, type StateTable } from './state-tables.ts'

/** A table of the state with its comment; null when there is none. */
export async function findTable(
  session: Session,
  { name }: StateTable,
): Promise<{ readonly comment: string | null } | null> {
  return (await listTables(session)).find((table) => table.name === name) ?? null
}

/** The tables of the state, by name, each with its comment. */
export function listTables(
  session: Session,
): Promise<readonly { readonly name: string; readonly comment: string | null }[]> {
  return session.query(
    `select table_name as name, comment from duckdb_tables() where database_name = $1 and schema_name = $2 order by 1`,
    [STATE_CATALOG, STATE_SCHEMA],
  )
}

/** Writes the comment of a table, which lives and dies with it, in the same transaction. */
export async function writeComment(session: Session, { sql }: StateTable, comment: string): Promise<void> {
  await session.run(`comment on table ${sql} is ${quoteLiteral(comment)}`)
}
