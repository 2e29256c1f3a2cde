import { checkMemory, decideRemember, isCommitted } from '../delta/decide-commit.ts'
import type { ManifestRow, MemoryManifest, RememberRequest } from '../port.ts'
import { AS_IN_DOUBT } from './merge-rows.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'
import { createRecords, lockRecords } from './records.ts'
import { writeRecordsManifest } from './records-manifest.ts'
import { recordsTable } from './state-tables.ts'

/**
 * Remembers what is known of a sync whose staged rows are gone, in one transaction. Rows of another epoch
 * than is remembered say only that there may be such records: they are added, or deleted, as after a reset.
 */
export async function remember(pool: WarehousePool, request: RememberRequest): Promise<MemoryManifest> {
  const { installationId, mappingId, syncId } = request
  const owner = { installationId, mappingId }
  await createRecords(pool, owner)
  return pool.transaction('isolation level read committed', async (tx) => {
    const known = await lockRecords(tx, owner, pool)
    if (isCommitted(known, syncId)) return known
    const table = recordsTable(mappingId)
    checkMemory({ ...pool.place, mappingId, table }, known, request)
    const { how, manifest } = decideRemember(known, request)
    for await (const rows of request.rows)
      await (how === 'rows'
        ? rememberRows(tx, table, rows, request.syncNumber ?? null)
        : rememberIds(tx, table, rows))
    await writeRecordsManifest(tx, manifest)
    return manifest
  })
}

// What is remembered of a newer version is not taken back, nor what is certain of the same one.
const UNLESS_NEWER = 'where known.version < excluded.version'

async function rememberRows(
  tx: Transaction,
  table: string,
  rows: readonly ManifestRow[],
  syncNumber: number | null,
): Promise<void> {
  const inDoubt = rows.filter(({ end }) => end === 'in doubt')
  await tx.query(
    `
    insert into ${table} as known (record_id, high, low, version, known, in_doubt, sync)
    select record_id, high, low, version, true, op, $7::int from ${LISTED}
    ${AS_IN_DOUBT} ${UNLESS_NEWER}`,
    [...listValues(inDoubt), syncNumber],
  )
  await tx.query(
    `
    insert into ${table} as known (record_id, high, low, version, known, delivered, kept_back, deleted_at, sync)
    select
      record_id, high, low, version, true, case when ended = 'delivered' then version end,
      case when ended = 'kept back' then op end, case when op = 'deleted' then now() end, $7::int
    from ${LISTED}
    on conflict (record_id) do update
    set
      high = excluded.high,
      low = excluded.low,
      version = excluded.version,
      delivered = coalesce(excluded.delivered, known.delivered),
      known = true,
      in_doubt = null,
      kept_back = case when excluded.kept_back = 'updated' and known.kept_back = 'added' then 'added' else excluded.kept_back end,
      deleted_at = excluded.deleted_at,
      sync = excluded.sync
    ${UNLESS_NEWER}`,
    [...listValues(rows.filter(({ end }) => end !== 'in doubt')), syncNumber],
  )
}

async function rememberIds(tx: Transaction, table: string, rows: readonly ManifestRow[]): Promise<void> {
  const present = rows.filter(({ op, end }) => op !== 'deleted' && end !== 'kept back')
  await tx.query(
    `insert into ${table} (record_id, version, known) select unnest($1::text[]), 0, true
     on conflict (record_id) do update set known = true where not ${table}.known`,
    [present.map(({ recordId }) => recordId)],
  )
}

const LISTED = `unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
      as listed (record_id, high, low, version, op, ended)`

function listValues(rows: readonly ManifestRow[]): unknown[] {
  const readHalf = (checksum: string, half: 0 | 1): string | null =>
    checksum === ''
      ? null
      : Buffer.from(checksum, 'hex')
          .readBigInt64BE(half * 8)
          .toString()
  return [
    rows.map(({ recordId }) => recordId),
    rows.map(({ checksum }) => readHalf(checksum, 0)),
    rows.map(({ checksum }) => readHalf(checksum, 1)),
    rows.map(({ version }) => version),
    rows.map(({ op }) => op),
    rows.map(({ end }) => end),
  ]
}
