import type { Mapping } from '../domain/index.ts'
import type { Queryable } from './database.ts'

interface MappingRow {
  id: string
  model_id: string
  destination_id: string
  action: Mapping['action']
  trigger: Mapping['trigger']
  filter: string | null
  schedule: Mapping['schedule']
  enabled: boolean
  fields: Mapping['fields']
  version: number
  epoch: number
}

/** A Mapping with the counters that only the store moves. */
export interface MappingRecord extends Mapping {
  /** Grows with every change of the mapping. */
  readonly version: number
  /** Grows with every reset: part of the messageId. */
  readonly epoch: number
}

/** Every Mapping. */
export async function listMappings(db: Queryable): Promise<readonly MappingRecord[]> {
  const { rows } = await db.query<MappingRow>('select * from sluice.mappings order by id')
  return rows.map((row) => ({
    id: row.id,
    model: row.model_id,
    destination: row.destination_id,
    action: row.action,
    trigger: row.trigger,
    filter: row.filter,
    schedule: row.schedule,
    enabled: row.enabled,
    fields: row.fields,
    version: row.version,
    epoch: row.epoch,
  }))
}

/** Writes a Mapping, new or changed. */
export async function recordMapping(db: Queryable, mapping: Mapping): Promise<void> {
  await db.query(
    `insert into sluice.mappings
       (id, model_id, destination_id, action, trigger, filter, schedule, enabled, fields)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set model_id = excluded.model_id, destination_id = excluded.destination_id,
       action = excluded.action, trigger = excluded.trigger, filter = excluded.filter, schedule = excluded.schedule,
       enabled = excluded.enabled, fields = excluded.fields, version = mappings.version + 1, updated_at = now()`,
    [
      mapping.id,
      mapping.model,
      mapping.destination,
      mapping.action,
      mapping.trigger,
      mapping.filter,
      mapping.schedule === null ? null : JSON.stringify(mapping.schedule),
      mapping.enabled,
      JSON.stringify(mapping.fields),
    ],
  )
}

/** One Mapping, or null. */
export async function readMapping(db: Queryable, id: string): Promise<MappingRecord | null> {
  return (await listMappings(db)).find((mapping) => mapping.id === id) ?? null
}
