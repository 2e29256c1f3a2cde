import { SluiceError } from '@sluice/shared/errors'
import type { Place } from './describe-error.ts'
import type { StagedMark } from './mark.ts'
import type { Transaction } from './open-pool.ts'
import { stagedTable } from './state-tables.ts'

/** Fails when a staged table is shorter than when it was made: unlogged tables are emptied when their server recovers from a crash. */
export async function checkStagedRows(tx: Transaction, mark: StagedMark, place: Place): Promise<void> {
  const { rows } = await tx.query<{ rows: number }>(
    `select count(*) as rows from ${stagedTable(mark.syncId)}`,
  )
  const found = rows[0]?.rows ?? 0
  if (found !== mark.rows)
    throw describeLostRows(mark.syncId, place, `${found} of ${mark.rows} rows are left`)
}

/** The error of staged rows that are no longer there. */
export function describeLostRows(syncId: string, { sourceId, address }: Place, fact: string): SluiceError {
  return new SluiceError(
    'staged_rows_lost',
    `source ${sourceId}: what sync ${syncId} had staged in warehouse ${address} is lost (${fact}); the next sync finds the same difference again`,
  )
}
