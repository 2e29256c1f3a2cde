import { OPTIONS, pickOptions, type Mapping, type MappingOptions } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { nextEpoch } from './memories.ts'

/** A row of `sluice.mappings`. */
export interface MappingRow {
  id: string
  model_id: string
  destination_id: string
  action: Mapping['action']
  trigger: Mapping['trigger']
  filter: string | null
  schedule: Mapping['schedule']
  enabled: boolean
  options: MappingOptions
  fields: Mapping['fields']
  version: number
  epoch: number
}

/** A Mapping with the counters that only the store moves. */
export interface MappingRecord extends Mapping {
  /** Grows with every change of the mapping. */
  readonly version: number
  /** Grows with every reset, and never comes twice: part of the messageId. */
  readonly epoch: number
}

/** Every Mapping, or those of these ids. */
export async function listMappings(
  db: Queryable,
  ids: readonly string[] | null = null,
): Promise<readonly MappingRecord[]> {
  const { rows } = await db.query<MappingRow>(
    'select * from sluice.mappings where $1::text[] is null or id = any($1) order by id',
    [ids],
  )
  return rows.map(parseRecord)
}

/** How many mappings of a destination are enabled, and how many of these no sync has been of. */
export async function countStarting(
  db: Queryable,
  destination: string,
): Promise<{ readonly enabled: number; readonly unsent: number }> {
  const { rows } = await db.query<{ enabled: number; unsent: number }>(
    `select count(*) as enabled,
       count(*) filter (where not exists (select from sluice.syncs where mapping_id = m.id)) as unsent
     from sluice.mappings m where m.destination_id = $1 and m.enabled`,
    [destination],
  )
  return rows[0] ?? { enabled: 0, unsent: 0 }
}

/** How many mappings there are, and how many of them are enabled with their destination. */
export async function countMappings(
  db: Queryable,
): Promise<{ readonly total: number; readonly enabled: number }> {
  const { rows } = await db.query<{ total: number; enabled: number }>(
    `select count(*) as total, count(*) filter (where m.enabled and d.enabled) as enabled
     from sluice.mappings m join sluice.destinations d on d.id = m.destination_id`,
  )
  return rows[0] ?? { total: 0, enabled: 0 }
}

/** The Mapping of a row. */
export function parseMapping(row: MappingRow): Mapping {
  return {
    id: row.id,
    model: row.model_id,
    destination: row.destination_id,
    action: row.action,
    trigger: row.trigger,
    filter: row.filter,
    schedule: row.schedule,
    enabled: row.enabled,
    ...row.options,
    fields: row.fields,
  }
}

/**
 * Writes a Mapping, new or changed. One that was removed and comes again goes on where it
 * was, with a reset that was asked for before: so does what the warehouse remembers of it.
 */
export async function recordMapping(db: Queryable, mapping: Mapping): Promise<void> {
  await db.query(
    `with known as (
       insert into sluice.memories (mapping_id, epoch, known_epoch)
       select $1, first, first from (select ${nextEpoch('0')} as first) as begun
       on conflict (mapping_id) do update set mapping_id = excluded.mapping_id returning epoch
     )
     insert into sluice.mappings
       (id, model_id, destination_id, action, trigger, filter, schedule, enabled, options, fields, epoch)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, epoch from known
     on conflict (id) do update set model_id = excluded.model_id, destination_id = excluded.destination_id,
       action = excluded.action, trigger = excluded.trigger, filter = excluded.filter, schedule = excluded.schedule,
       enabled = excluded.enabled, options = excluded.options, fields = excluded.fields,
       version = mappings.version + 1, updated_at = now()`,
    [
      mapping.id,
      mapping.model,
      mapping.destination,
      mapping.action,
      mapping.trigger,
      mapping.filter,
      mapping.schedule === null ? null : JSON.stringify(mapping.schedule),
      mapping.enabled,
      JSON.stringify(pickOptions(mapping, OPTIONS.mapping)),
      JSON.stringify(mapping.fields),
    ],
  )
}

/** One Mapping, or null. */
export async function readMapping(db: Queryable, id: string): Promise<MappingRecord | null> {
  const { rows } = await db.query<MappingRow>('select * from sluice.mappings where id = $1', [id])
  return rows[0] === undefined ? null : parseRecord(rows[0])
}

function parseRecord(row: MappingRow): MappingRecord {
  return { ...parseMapping(row), version: row.version, epoch: row.epoch }
}

/**
 * Begins a mapping's next epoch: its next sync forgets what was sent and finds every row
 * added, under new messageIds. Returns the epoch, or null when there is no such mapping.
 */
export async function recordReset(db: Queryable, id: string): Promise<number | null> {
  const { rows } = await db.query<{ epoch: number }>(
    `with reset as (
       update sluice.mappings m set epoch = ${nextEpoch('greatest(m.epoch, memory.known_epoch)')}, version = version + 1, updated_at = now()
       from sluice.memories memory where m.id = $1 and memory.mapping_id = m.id returning m.epoch
     )
     update sluice.memories set epoch = reset.epoch from reset where mapping_id = $1 returning reset.epoch`,
    [id],
  )
  return rows[0]?.epoch ?? null
}
