import type { Queryable } from '../database/database.ts'

/** The tables of config by what a row of each is. */
export const CONFIG_TABLES = {
  source: 'sources',
  model: 'models',
  destination: 'destinations',
  mapping: 'mappings',
} as const

/** What a config row may be. */
export type ConfigKind = keyof typeof CONFIG_TABLES

/** Removes a row of config. */
export async function removeConfig(db: Queryable, kind: ConfigKind, id: string): Promise<void> {
  await db.query(`delete from sluice.${CONFIG_TABLES[kind]} where id = $1`, [id])
}

/** Switches a mapping or a destination on or off; false when there is none of that id. */
export async function recordEnabled(
  db: Queryable,
  kind: 'mapping' | 'destination',
  id: string,
  enabled: boolean,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.${CONFIG_TABLES[kind]} set enabled = $2, version = version + 1, updated_at = now() where id = $1`,
    [id, enabled],
  )
  return rowCount === 1
}
