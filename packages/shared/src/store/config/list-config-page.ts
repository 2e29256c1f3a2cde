import type { AlertChannel, AlertRule, Destination, Mapping, Model, Source } from '../../domain/index.ts'
import { openAlertChannel, type AlertChannelRow } from '../alerts/channels.ts'
import { parseAlertRule, type AlertRuleRow } from '../alerts/rules.ts'
import type { ConfigBox } from '../../secrets/index.ts'
import type { Queryable } from '../database/database.ts'
import { CONFIG_TABLES, type ConfigKind } from './config.ts'
import { openDestination, type DestinationRow } from './destinations.ts'
import { TAG, type Manager } from './managed-config.ts'
import { parseMapping, type MappingRow } from './mappings.ts'
import { parseModel, type ModelRow } from './models.ts'
import { openSource, type SourceRow } from './sources.ts'

/** A row of config with what it says, its version and who keeps it. */
export interface ConfigRecord {
  readonly kind: ConfigKind
  readonly value: Source | Model | Destination | Mapping | AlertChannel | AlertRule
  /** Another after every change. */
  readonly tag: string
  readonly managedBy: Manager
  /** ISO-8601 UTC instant of the last change. */
  readonly updatedAt: string
}

/** Which rows of a kind, in the order of their ids. */
export interface ConfigFilter {
  /** What the id holds somewhere; anything if absent. */
  readonly search?: string | undefined
  /** Ids that the row names, where its kind names such a thing. */
  readonly source?: string | undefined
  readonly model?: string | undefined
  readonly destination?: string | undefined
  readonly channel?: string | undefined
}

/** A page of rows. */
export interface ConfigPage {
  readonly records: readonly ConfigRecord[]
  /** How many there are on all pages. */
  readonly total: number
  /** The id after which the next page begins; null on the last. */
  readonly next: string | null
}

interface ManagedRow {
  id: string
  tag: string
  managed_by: Manager
  updated_at: Date
}

/** What a row of each kind names, and what that is equal to. */
const NAMED: Readonly<Record<ConfigKind, Partial<Record<Exclude<keyof ConfigFilter, 'search'>, string>>>> = {
  source: {},
  model: { source: 'source_id' },
  destination: { source: 'source_id' },
  mapping: { model: 'model_id', destination: 'destination_id' },
  channel: {},
  rule: { channel: 'any(channels)' },
}

/** Rows of a kind, `limit` at most, after an id. */
export async function listConfigPage(
  db: Queryable,
  secrets: ConfigBox,
  kind: ConfigKind,
  { after, limit, ...filter }: ConfigFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<ConfigPage> {
  const table = `sluice.${CONFIG_TABLES[kind]}`
  const values: unknown[] = [filter.search?.toLowerCase() ?? null]
  const conditions = Object.entries(NAMED[kind]).flatMap(([name, place]) => {
    const id = filter[name as keyof ConfigFilter]
    if (id === undefined) return []
    values.push(id)
    return [`$${values.length} = ${place}`]
  })
  const where = ['($1::text is null or strpos(id, $1) > 0)', ...conditions].join(' and ')
  const [first, second] = [`$${values.length + 1}`, `$${values.length + 2}`]
  const [{ rows }, counted] = await Promise.all([
    db.query<ManagedRow>(
      `select *, ${TAG} as tag from ${table}
       where ${where} and (${first}::text is null or id > ${first}) order by id limit ${second}`,
      [...values, after ?? null, limit + 1],
    ),
    db.query<{ total: number }>(`select count(*) as total from ${table} where ${where}`, values),
  ])
  const shown = rows.slice(0, limit)
  return {
    records: await Promise.all(shown.map((row) => parseRecord(secrets, kind, row))),
    total: counted.rows[0]?.total ?? 0,
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** One row of config, or null. */
export async function readConfigRecord(
  db: Queryable,
  secrets: ConfigBox,
  kind: ConfigKind,
  id: string,
): Promise<ConfigRecord | null> {
  const { rows } = await db.query<ManagedRow>(
    `select *, ${TAG} as tag from sluice.${CONFIG_TABLES[kind]} where id = $1`,
    [id],
  )
  return rows[0] === undefined ? null : parseRecord(secrets, kind, rows[0])
}

async function parseRecord(secrets: ConfigBox, kind: ConfigKind, row: ManagedRow): Promise<ConfigRecord> {
  return {
    kind,
    value: await parseValue(secrets, kind, row),
    tag: row.tag,
    managedBy: row.managed_by,
    updatedAt: row.updated_at.toISOString(),
  }
}

async function parseValue(
  secrets: ConfigBox,
  kind: ConfigKind,
  row: unknown,
): Promise<ConfigRecord['value']> {
  switch (kind) {
    case 'source':
      return openSource(secrets, row as SourceRow)
    case 'model':
      return parseModel(row as ModelRow)
    case 'destination':
      return openDestination(secrets, row as DestinationRow)
    case 'mapping':
      return parseMapping(row as MappingRow)
    case 'channel':
      return openAlertChannel(secrets, row as AlertChannelRow)
    case 'rule':
      return parseAlertRule(row as AlertRuleRow)
    default:
      return kind satisfies never
  }
}
