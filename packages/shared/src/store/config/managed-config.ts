import type { Queryable } from '../database/database.ts'
import { CONFIG_TABLES, type ConfigKind } from './config.ts'

/** Who keeps a row of config: the file that is applied, or people in the console. */
export type Manager = 'file' | 'console'

/** A row of config, without what it says. */
export interface ConfigVersion {
  readonly kind: ConfigKind
  readonly id: string
  /** Grows with every change. */
  readonly version: number
  /** Another after every change, also where a row is removed and comes again: `<version>.<instant>`. */
  readonly tag: string
  readonly managedBy: Manager
}

/** Another after every change, also where a row is removed and comes again: `<version>.<instant>`. */
export const TAG = `version || '.' || (extract(epoch from updated_at) * 1000000)::bigint`

/** Which version every row of config has, of mappings only that one where it is given, and who keeps it. */
export async function listConfigVersions(
  db: Queryable,
  mapping: string | null = null,
): Promise<readonly ConfigVersion[]> {
  const selects = Object.entries(CONFIG_TABLES).map(
    ([kind, table]) =>
      `select '${kind}' as kind, id, version, ${TAG} as tag, managed_by from sluice.${table}
       where '${kind}' <> 'mapping' or $1::text is null or id = $1`,
  )
  const { rows } = await db.query<{
    kind: ConfigKind
    id: string
    version: number
    tag: string
    managed_by: Manager
  }>(selects.join(' union all '), [mapping])
  return rows.map(({ managed_by, ...row }) => ({ ...row, managedBy: managed_by }))
}

/** Hands a row of config over to who keeps it from now on; one that has been in these hands stays as it is. */
export async function recordManager(
  db: Queryable,
  kind: ConfigKind,
  id: string,
  managedBy: Manager,
): Promise<void> {
  await db.query(
    `update sluice.${CONFIG_TABLES[kind]} set managed_by = $2, version = version + 1, updated_at = now()
     where id = $1 and managed_by <> $2`,
    [id, managedBy],
  )
}
