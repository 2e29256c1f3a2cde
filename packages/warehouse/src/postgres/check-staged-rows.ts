import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { StagedManifest } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import type { Transaction } from './open-pool.ts'
import { stagedTable } from './state-tables.ts'

/**
 * Fails when a staged table is shorter than when it was made: unlogged tables are
 * emptied when their server recovers from a crash.
 */
export async function checkStagedRows(
  tx: Transaction,
  manifest: StagedManifest,
  place: Place,
): Promise<void> {
  const { rows } = await tx.query<{ rows: number }>(
    `select count(*) as rows from ${stagedTable(manifest.syncId)}`,
  )
  const found = rows[0]?.rows ?? 0
  if (found !== manifest.rows)
    throw lostRowsError(manifest.syncId, place, `${found} of ${manifest.rows} rows are left`)
}
