import { isError } from '@sluice/shared/errors'
import pg from 'pg'
import { INVALID_REASONS } from '../delta/invalid-reasons.ts'
import { PAGE_LIMIT_BYTES } from '../delta/limits.ts'
import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { InvalidRow, StagedRange, StagedRow } from '../port.ts'
import { readCode } from './classify-error.ts'
import { createContentJson, type Content } from './content.ts'
import { findTable } from './find-table.ts'
import { parseStagedManifest, type PostgresStagedManifest } from './manifests.ts'
import type { WarehousePool } from './open-pool.ts'
import { stagedTable } from './state-tables.ts'

/** A page of staged rows to deliver, in `seq` order, along the index of the staged table. */
export async function readStaged(
  pool: WarehousePool,
  syncId: string,
  { afterSeq, toSeq, limit }: StagedRange,
): Promise<readonly StagedRow[]> {
  const { content, summary } = await readManifest(pool, syncId)
  const last = Math.min(toSeq ?? summary.lastSeq, summary.lastSeq, afterSeq + limit)
  const checksum = `lpad(to_hex(high), 16, '0') || lpad(to_hex(low), 16, '0')`
  return readPage<StagedRow>(pool, syncId, {
    columns: `seq, op, record_id as "recordId", version, coalesce(${checksum}, '') as checksum, ${createRow(content)} as row`,
    condition: `op <> 'invalid'`,
    afterSeq,
    last,
  })
}

/** A page of staged rows that cannot be delivered, in `seq` order. */
export async function readInvalid(
  pool: WarehousePool,
  syncId: string,
  { afterSeq, toSeq, limit }: StagedRange,
): Promise<readonly InvalidRow[]> {
  const { content, summary } = await readManifest(pool, syncId)
  // They are numbered after those to deliver.
  const from = Math.max(afterSeq, summary.lastSeq)
  const rows = await readPage<Omit<InvalidRow, 'reason'>>(pool, syncId, {
    columns: `seq, record_id as "recordId", code, version, ${createRow(content)} as row`,
    condition: `op = 'invalid'`,
    afterSeq: from,
    last: Math.min(toSeq ?? Infinity, from + limit),
  })
  return rows.map((row) => ({ ...row, reason: INVALID_REASONS[row.code] }))
}

/** Of a row whose content was not kept, only the identifier. */
function createRow(content: Content): string {
  return (
    `case when is_whole then ${createContentJson(content, 'page')} ` +
    `else json_build_object(${pg.escapeLiteral(content.identifier)}::text, record_id)::text end`
  )
}

interface Page {
  readonly columns: string
  readonly condition: string
  readonly afterSeq: number
  readonly last: number
}

// A column, a table, a type or a function of one that is not there any more.
const GONE = new Set(['42703', '42P01', '42704', '42883'])

async function readPage<R extends pg.QueryResultRow>(
  pool: WarehousePool,
  syncId: string,
  page: Page,
): Promise<R[]> {
  try {
    return await pool.queryUnderSettings<R>(createPageStatement(syncId, page))
  } catch (error) {
    // Whoever drops a type with "cascade" takes the columns with it that hold its values.
    if (!isError(error) || !isError(error.cause) || !GONE.has(readCode(error.cause))) throw error
    throw lostRowsError(
      syncId,
      pool.place,
      `a column of ${stagedTable(syncId)} is gone, as when a type is dropped with cascade`,
    )
  }
}

function createPageStatement(syncId: string, { columns, condition, afterSeq, last }: Page): string {
  return `
    select ${columns}
    from (
      select staged.*, sum(size) over (order by seq rows between unbounded preceding and 1 preceding) as before
      from ${stagedTable(syncId)} as staged
      where ${condition} and seq > ${Math.floor(afterSeq)} and seq <= ${Math.floor(last)}
    ) as page
    where coalesce(before, 0) < ${PAGE_LIMIT_BYTES}
    order by seq`
}

async function readManifest(pool: WarehousePool, syncId: string): Promise<PostgresStagedManifest> {
  const table = stagedTable(syncId)
  const manifest = parseStagedManifest((await findTable(pool, table))?.comment ?? null)
  if (manifest === null) throw lostRowsError(syncId, pool.place, `${table} is gone`)
  return manifest
}
