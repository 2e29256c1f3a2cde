import { checkOwner } from '../delta/check-owner.ts'
import { forgottenManifest } from '../delta/decide-stage.ts'
import {
  formatManifest,
  parseRecordsManifest,
  RECORDS_FORMAT,
  type RecordsManifest,
} from '../delta/manifests.ts'
import type { MemoryPlace } from '../delta/outdated-error.ts'
import type { Place } from '../delta/place.ts'
import { GENERATION_RECORD_ID, INVALID_RECORD_ID } from '../delta/reserved-records.ts'
import type { MappingOwner, MemoryManifest, RecordCounts } from '../port.ts'
import { findTable, writeComment } from './find-table.ts'
import type { Session } from './session.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Makes sure that the records table of a mapping is there. `digest` is that of a record's row, null once it is
 * deleted; `known` is false for a record that no row has ever stood for alone; `delivered` is the last version that
 * went out; `in_doubt` the op of a version that may have gone out; `kept_back` what the record would be to whoever
 * receives it, had trigger or filter let it pass; `sync` is the number of the sync that the version comes from, null
 * where that is not known. There is no key: DuckDB would keep its index in memory, and joins
 * without.
 */
export async function createRecords(session: Session, owner: MappingOwner): Promise<void> {
  const table = recordsTable(owner.mappingId)
  if ((await findTable(session, table)) !== null) return
  await session.run(`
    create table ${table.sql} (
      record_id varchar not null,
      version bigint not null,
      digest uhugeint,
      deleted_at timestamp,
      delivered bigint,
      known boolean not null,
      in_doubt varchar,
      kept_back varchar,
      sync integer
    )`)
  await writeComment(session, table, formatManifest(forgottenManifest(owner, { epoch: 0, generation: 0 })))
}

/**
 * Reads whose records these are; the caller has the mapping's one place in this process, and the process the file.
 */
export async function readRecordsManifest(
  session: Session,
  owner: MappingOwner,
  place: Place,
): Promise<RecordsManifest> {
  const table = recordsTable(owner.mappingId)
  const found = parseRecordsManifest((await findTable(session, table))?.comment ?? null)
  const manifest = checkOwner(found, owner, table.shown, place)
  if (manifest.format !== RECORDS_FORMAT)
    await session.run(`alter table ${table.sql} add column if not exists sync integer`)
  // Before the first commit there are no rows to say so.
  const generation = manifest.generation > 0 ? await readRowsGeneration(session, owner.mappingId) : 0
  return { ...manifest, format: RECORDS_FORMAT, generation }
}

/** Where a mapping's memory is, for messages. */
export function placeMemory(place: Place, mappingId: string): MemoryPlace {
  return { ...place, mappingId, table: recordsTable(mappingId).shown }
}

/** Writes what a records table says of itself: as its comment, and of its generation among its rows. */
export async function writeRecordsManifest(session: Session, manifest: RecordsManifest): Promise<void> {
  const table = recordsTable(manifest.mappingId)
  await writeComment(session, table, formatManifest(manifest))
  await session.run(`delete from ${table.sql} where record_id = $1`, [GENERATION_RECORD_ID])
  await session.run(`insert into ${table.sql} (record_id, version, known) values ($1, $2, false)`, [
    GENERATION_RECORD_ID,
    manifest.generation,
  ])
}

/** 0 when the rows do not say, since somebody has taken them away: the comment of a table survives that. */
async function readRowsGeneration(session: Session, mappingId: string): Promise<number> {
  const [row] = await session.query<{ version: number }>(
    `select version from ${recordsTable(mappingId).sql} where record_id = $1`,
    [GENERATION_RECORD_ID],
  )
  return row?.version ?? 0
}

/**
 * Forgets what was sent under an earlier epoch, tombstones too. Which records there were is remembered, without a
 * digest: those of which a row is there are added again, and those that have gone meanwhile are still deleted.
 */
export async function forgetRecords(
  session: Session,
  owner: MappingOwner,
  next: MemoryManifest,
): Promise<RecordsManifest> {
  const { sql } = recordsTable(owner.mappingId)
  await session.run(`delete from ${sql} where not known or deleted_at is not null`)
  await session.run(
    `update ${sql} set version = 0, digest = null, delivered = null, in_doubt = null, kept_back = null, sync = null`,
  )
  const manifest = forgottenManifest(owner, next)
  await writeRecordsManifest(session, manifest)
  return manifest
}

/** What forgetRecords would leave of a mapping's records, as SQL after `from`: to be looked at, nothing is copied. */
export function createForgottenSelect(mappingId: string): string {
  return `(
    select record_id, 0::bigint as version, null::uhugeint as digest, deleted_at, known,
      null::varchar as in_doubt, null::varchar as kept_back
    from ${recordsTable(mappingId).sql} where known and deleted_at is null
  )`
}

/** How many records are there to be compared with: delivered or skipped, and not deleted since. */
export async function countKnown(session: Session, records: string): Promise<number> {
  const [row] = await session.query<{ known: number }>(
    `select count(*) as known from ${records} as records where known and deleted_at is null and record_id <> $1`,
    [INVALID_RECORD_ID],
  )
  return row?.known ?? 0
}

/** How many records are remembered as sent, and as kept back; none when there is no table of them. */
export async function countRecords(session: Session, owner: MappingOwner): Promise<RecordCounts> {
  const table = recordsTable(owner.mappingId)
  const manifest = parseRecordsManifest((await findTable(session, table))?.comment ?? null)
  if (manifest?.installationId !== owner.installationId) return { sent: 0, keptBack: 0 }
  const [row] = await session.query<RecordCounts>(
    `select
       count(*) filter (where known and deleted_at is null and kept_back is null) as sent,
       count(*) filter (where kept_back is not null) as "keptBack"
     from ${table.sql} where record_id <> $1`,
    [INVALID_RECORD_ID],
  )
  return row ?? { sent: 0, keptBack: 0 }
}
