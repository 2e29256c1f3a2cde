import type { Queryable } from './open-pool.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'

/**
 * A table of the state schema, by its quoted name, with its comment; null when there is none. It reads the
 * catalog as rows: to_regclass may answer from a cache that is older than a lock which was just waited for.
 */
export async function findTable(
  source: Queryable,
  table: string,
): Promise<{ readonly comment: string | null } | null> {
  const { rows } = await source.query<{ comment: string | null }>(
    `select obj_description(pg_class.oid, 'pg_class') as comment
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = (parse_ident($1))[1] and relname = (parse_ident($1))[2]`,
    [table],
  )
  return rows[0] ?? null
}

/** True when the state schema is there. */
export async function hasStateSchema(source: Queryable): Promise<boolean> {
  const { rows } = await source.query('select from pg_namespace where nspname = $1', [STATE_SCHEMA])
  return rows.length > 0
}
