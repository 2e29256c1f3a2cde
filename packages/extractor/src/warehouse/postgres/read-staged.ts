import type pg from 'pg'
import { SluiceError } from '@sluice/shared/errors'
import type { InvalidCode, InvalidRow, StagedRange, StagedRow } from '../warehouse.ts'
import { describeLostRows } from './check-staged-rows.ts'
import { findTable } from './find-table.ts'
import { ROW_LIMIT_BYTES } from './limits.ts'
import type { WarehousePool } from './open-pool.ts'
import { stagedTable } from './state-tables.ts'

/** A page ends after this many bytes of rows, with one row at least: memory must not depend on how wide rows are. */
export const PAGE_LIMIT_BYTES = 4_000_000

/** Staged rows to deliver, in `seq` order, along the index of the staged table. */
export function readStaged(
  pool: WarehousePool,
  syncId: string,
  range: StagedRange,
): Promise<readonly StagedRow[]> {
  return readPage<StagedRow>(
    pool,
    syncId,
    range,
    `seq, op, record_id as "recordId", version, coalesce(checksum, '') as checksum, row`,
    `op <> 'invalid'`,
  )
}

/** Staged rows that cannot be delivered, in `seq` order. */
export async function readInvalid(
  pool: WarehousePool,
  syncId: string,
  range: StagedRange,
): Promise<readonly InvalidRow[]> {
  const rows = await readPage<Omit<InvalidRow, 'reason'>>(
    pool,
    syncId,
    range,
    `seq, record_id as "recordId", code, version, row`,
    `op = 'invalid'`,
  )
  return rows.map((row) => ({ ...row, reason: REASONS[row.code] }))
}

const REASONS: Readonly<Record<InvalidCode, string>> = {
  identifier_null: 'the identifier of this row is null or empty',
  identifier_duplicate: 'another row has the same identifier',
  row_too_large: `the row is larger than ${ROW_LIMIT_BYTES} bytes as JSON: select fewer or shorter columns`,
}

async function readPage<R extends pg.QueryResultRow>(
  pool: WarehousePool,
  syncId: string,
  { afterSeq, toSeq, limit }: StagedRange,
  columns: string,
  condition: string,
): Promise<readonly R[]> {
  const table = stagedTable(syncId)
  try {
    const { rows } = await pool.query<R>(
      `
      select ${columns}
      from (
        select page.*, sum(octet_length(row)) over (order by seq rows between unbounded preceding and 1 preceding) as before
        from (
          select * from ${table} where ${condition} and seq > $1 and seq <= $2 order by seq limit $3
        ) as page
      ) as measured
      where coalesce(before, 0) < $4
      order by seq`,
      [afterSeq, toSeq ?? Number.MAX_SAFE_INTEGER, limit, PAGE_LIMIT_BYTES],
    )
    return rows
  } catch (error) {
    if (
      error instanceof SluiceError &&
      error.code === 'unexpected' &&
      (await findTable(pool, table)) === null
    )
      throw describeLostRows(syncId, pool.place, `${table} is gone`)
    throw error
  }
}
