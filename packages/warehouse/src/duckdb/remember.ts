import { checkMemory, decideRemember, isCommitted } from '../delta/decide-commit.ts'
import type { Place } from '../delta/place.ts'
import type { ManifestRow, MemoryManifest, RememberRequest } from '../port.ts'
import { AS_IN_DOUBT } from './merge-rows.ts'
import { createRecords, placeMemory, readRecordsManifest, writeRecordsManifest } from './records.ts'
import type { Session } from './session.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Remembers what is known of a sync whose staged rows are gone, in one transaction. Rows of another epoch than is
 * remembered say only that there may be such records: they are added, or deleted, as after a reset.
 */
export async function remember(
  session: Session,
  place: Place,
  request: RememberRequest,
): Promise<MemoryManifest> {
  const { installationId, mappingId, syncId } = request
  const owner = { installationId, mappingId }
  await createRecords(session, owner)
  const known = await readRecordsManifest(session, owner, place)
  if (isCommitted(known, syncId)) return known
  checkMemory(placeMemory(place, mappingId), known, request)
  const { how, manifest } = decideRemember(known, request)
  const { sql } = recordsTable(mappingId)
  for await (const rows of request.rows)
    await (how === 'rows'
      ? rememberRows(session, sql, rows, request.syncNumber ?? null)
      : rememberIds(session, sql, rows))
  await writeRecordsManifest(session, manifest)
  return manifest
}

// What is remembered of a newer version is not taken back, nor what is certain of the same one.
const IF_NEWER = 'when matched and known.version < found.version then'

async function rememberRows(
  session: Session,
  records: string,
  rows: readonly ManifestRow[],
  syncNumber: number | null,
): Promise<void> {
  const listed = `(select *, $2::integer as sync from (${LISTED}))`
  await session.run(
    `merge into ${records} as known using ${listed} as found on known.record_id = found.record_id
    ${IF_NEWER} ${AS_IN_DOUBT}
    when not matched then insert (record_id, digest, version, known, in_doubt, sync)
      values (found.record_id, found.digest, found.version, true, found.op, found.sync)`,
    [bindRows(rows.filter(({ end }) => end === 'in doubt')), syncNumber],
  )
  await session.run(
    `merge into ${records} as known using ${listed} as found on known.record_id = found.record_id
    ${IF_NEWER} update set
      digest = found.digest,
      version = found.version,
      delivered = coalesce(found.delivered, known.delivered),
      known = true,
      in_doubt = null,
      kept_back = case when found.kept_back = 'updated' and known.kept_back = 'added' then 'added' else found.kept_back end,
      deleted_at = found.deleted_at,
      sync = found.sync
    when not matched then insert (record_id, digest, version, known, delivered, kept_back, deleted_at, sync)
      values (
        found.record_id, found.digest, found.version, true, found.delivered, found.kept_back, found.deleted_at, found.sync
      )`,
    [bindRows(rows.filter(({ end }) => end !== 'in doubt')), syncNumber],
  )
}

async function rememberIds(session: Session, records: string, rows: readonly ManifestRow[]): Promise<void> {
  await session.run(
    `merge into ${records} as known using (${LISTED}) as found on known.record_id = found.record_id
    when matched and not known.known then update set known = true
    when not matched then insert (record_id, version, known) values (found.record_id, 0, true)`,
    [bindRows(rows.filter(({ op, end }) => op !== 'deleted' && end !== 'kept back'))],
  )
}

/** The rows of a page, bound as one JSON text. */
const LISTED = `
      select
        record_id, version, op, digest::uhugeint as digest,
        case when ended = 'delivered' then version end as delivered,
        case when ended = 'kept back' then op end as kept_back,
        case when op = 'deleted' then now()::timestamp end as deleted_at
      from (
        select unnest(from_json($1, '[{"record_id": "varchar", "version": "bigint", "op": "varchar", "digest": "varchar", "ended": "varchar"}]'), recursive := true)
      )`

function bindRows(rows: readonly ManifestRow[]): string {
  return JSON.stringify(
    rows.map(({ recordId, version, op, checksum, end }) => ({
      record_id: recordId,
      version,
      op,
      digest: checksum === '' ? null : BigInt(`0x${checksum}`).toString(),
      ended: end,
    })),
  )
}
