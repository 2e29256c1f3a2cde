import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { StagedMark } from '../delta/marks.ts'
import type { Place } from '../delta/place.ts'
import type { Transaction } from './open-pool.ts'
import { stagedTable } from './state-tables.ts'

/**
 * Fails when a staged table is shorter than when it was made: unlogged tables are
 * emptied when their server recovers from a crash.
 */
export async function checkStagedRows(tx: Transaction, mark: StagedMark, place: Place): Promise<void> {
  const { rows } = await tx.query<{ rows: number }>(
    `select count(*) as rows from ${stagedTable(mark.syncId)}`,
  )
  const found = rows[0]?.rows ?? 0
  if (found !== mark.rows) throw lostRowsError(mark.syncId, place, `${found} of ${mark.rows} rows are left`)
}
