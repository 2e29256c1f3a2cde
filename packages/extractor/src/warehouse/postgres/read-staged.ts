import type pg from 'pg'
import { SluiceError } from '@sluice/shared/errors'
import type { InvalidRow, StagedRange, StagedRow } from '../warehouse.ts'
import { describeLostRows } from './check-staged-rows.ts'
import { findTable } from './find-table.ts'
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

/** Staged rows that have no identifier of their own, in `seq` order. */
export async function readInvalid(
  pool: WarehousePool,
  syncId: string,
  range: StagedRange,
): Promise<readonly InvalidRow[]> {
  const rows = await readPage<Omit<InvalidRow, 'code' | 'reason'>>(
    pool,
    syncId,
    range,
    `seq, record_id as "recordId", version, row`,
    `op = 'invalid'`,
  )
  return rows.map((row) => ({ ...row, ...explain(row.recordId) }))
}

function explain(recordId: string | null): Pick<InvalidRow, 'code' | 'reason'> {
  return recordId === null
    ? { code: 'identifier_null', reason: 'the identifier of this row is null or empty' }
    : { code: 'identifier_duplicate', reason: 'another row has the same identifier' }
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
