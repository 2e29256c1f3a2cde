import { INVALID_REASONS } from '../delta/invalid-reasons.ts'
import { PAGE_LIMIT_BYTES } from '../delta/limits.ts'
import { lostRowsError } from '../delta/lost-rows-error.ts'
import { parseManifest, STAGED_MANIFEST, type StagedManifest } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import type { InvalidRow, StagedRange, StagedRow } from '../port.ts'
import { findTable } from './find-table.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** A page of staged rows to deliver, in `seq` order. */
export async function readStaged(
  session: Session,
  place: Place,
  syncId: string,
  { afterSeq, toSeq, limit }: StagedRange,
): Promise<readonly StagedRow[]> {
  const { summary } = await readManifest(session, place, syncId)
  return readPage<StagedRow>(session, syncId, {
    columns: `seq, op, record_id as "recordId", version, coalesce(lpad(lower(hex(digest)), 32, '0'), '') as checksum, content as row`,
    condition: `op <> 'invalid'`,
    afterSeq,
    last: Math.min(toSeq ?? summary.lastSeq, summary.lastSeq, afterSeq + limit),
  })
}

/** A page of staged rows that cannot be delivered, in `seq` order. */
export async function readInvalid(
  session: Session,
  place: Place,
  syncId: string,
  { afterSeq, toSeq, limit }: StagedRange,
): Promise<readonly InvalidRow[]> {
  const { summary } = await readManifest(session, place, syncId)
  // They are numbered after those to deliver.
  const from = Math.max(afterSeq, summary.lastSeq)
  const rows = await readPage<Omit<InvalidRow, 'reason'>>(session, syncId, {
    columns: `seq, record_id as "recordId", code, version, content as row`,
    condition: `op = 'invalid'`,
    afterSeq: from,
    last: Math.min(toSeq ?? from + limit, from + limit),
  })
  return rows.map((row) => ({ ...row, reason: INVALID_REASONS[row.code] }))
}

interface Page {
  readonly columns: string
  readonly condition: string
  readonly afterSeq: number
  readonly last: number
}

function readPage<R extends object>(
  session: Session,
  syncId: string,
  { columns, condition, afterSeq, last }: Page,
): Promise<R[]> {
  return session.query<R>(
    `select ${columns}
    from (
      select *, sum(strlen(content)) over (order by seq rows between unbounded preceding and 1 preceding) as before
      from ${stagedTable(syncId).sql}
      where ${condition} and seq > $1 and seq <= $2
    ) as page
    where coalesce(before, 0) < ${PAGE_LIMIT_BYTES}
    order by seq`,
    [afterSeq, last],
  )
}

async function readManifest(session: Session, place: Place, syncId: string): Promise<StagedManifest> {
  const table = stagedTable(syncId)
  const manifest = parseManifest(STAGED_MANIFEST, (await findTable(session, table))?.comment ?? null)
  if (manifest === null) throw lostRowsError(syncId, place, `${table.shown} is gone`)
  return manifest
}
