import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { StagedManifest } from '../delta/manifests.ts'
import type { Place } from '../delta/place.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** Fails with `staged_rows_lost` when a staged table is shorter than when it was made. */
export async function checkStagedRows(
  session: Session,
  manifest: StagedManifest,
  place: Place,
): Promise<void> {
  const [counted] = await session.query<{ rows: number }>(
    `select count(*) as rows from ${stagedTable(manifest.syncId).sql}`,
  )
  const found = counted?.rows ?? 0
  if (found !== manifest.rows)
    throw lostRowsError(manifest.syncId, place, `${found} of ${manifest.rows} rows are left`)
}
