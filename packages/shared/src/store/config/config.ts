import type { Queryable } from '../database/database.ts'

/** The tables of config by what a row of each is. */
export const CONFIG_TABLES = {
  source: 'sources',
  model: 'models',
  destination: 'destinations',
  mapping: 'mappings',
  channel: 'alert_channels',
  rule: 'alert_rules',
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

/** A mapping or a destination that can be switched, as it is. */
export interface Switchable {
  readonly kind: 'mapping' | 'destination'
  readonly id: string
  readonly enabled: boolean
}

/** The mapping and the destination of an id, as far as they are there. */
export async function findSwitchables(db: Queryable, id: string): Promise<readonly Switchable[]> {
  const { rows } = await db.query<Switchable>(
    `select 'mapping' as kind, id, enabled from sluice.mappings where id = $1
     union all select 'destination', id, enabled from sluice.destinations where id = $1`,
    [id],
  )
  return rows
}

/** The ids of some kinds of config, in order. */
export async function listConfigIds(db: Queryable, kinds: readonly ConfigKind[]): Promise<readonly string[]> {
  const selects = kinds.map((kind) => `select id from sluice.${CONFIG_TABLES[kind]}`)
  const { rows } = await db.query<{ id: string }>(`${selects.join(' union all ')} order by id`)
  return rows.map(({ id }) => id)
}
