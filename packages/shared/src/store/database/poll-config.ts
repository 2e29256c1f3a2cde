import type { ClientBase } from 'pg'

/** Asks for the rows of config, and tells of those that have changed since it asked last. */
export type ConfigPoll = (client: ClientBase) => Promise<void>

const TABLES: readonly string[] = ['sources', 'models', 'destinations', 'mappings']

/**
 * For where notifications do not arrive, over the tables that the process may read as a
 * whole. The first look only remembers: whoever begins has read everything just now.
 */
export function createConfigPoll(onChange: (changed: string) => void): ConfigPoll {
  let known: ReadonlyMap<string, string> | null = null
  let statement: string | null = null
  return async (client) => {
    statement ??= createPoll(await listReadable(client))
    if (statement === '') return
    const { rows } = await client.query<{ place: string; version: string }>(statement)
    const seen = new Map(rows.map(({ place, version }) => [place, version]))
    const before = known
    known = seen
    if (before === null) return
    for (const place of new Set([...before.keys(), ...seen.keys()]))
      if (before.get(place) !== seen.get(place)) onChange(place)
  }
}

async function listReadable(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) name where has_table_privilege('sluice.' || name, 'select')`,
    [TABLES],
  )
  return rows.map(({ name }) => name)
}

/** The transaction that has written a row last tells one version of it from another. */
function createPoll(tables: readonly string[]): string {
  return tables
    .map((table) => `select '${table}/' || id as place, xmin::text as version from sluice.${table}`)
    .join(' union all ')
}
