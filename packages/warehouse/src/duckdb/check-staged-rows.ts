import { lostRowsError } from '../delta/lost-rows-error.ts'
import type { StagedMark } from '../delta/marks.ts'
import type { Place } from '../delta/place.ts'
import type { Session } from './session.ts'
import { stagedTable } from './state-tables.ts'

/** Fails with `staged_rows_lost` when a staged table is shorter than when it was made. */
export async function checkStagedRows(session: Session, mark: StagedMark, place: Place): Promise<void> {
  const [counted] = await session.query<{ rows: number }>(
    `select count(*) as rows from ${stagedTable(mark.syncId).sql}`,
  )
  const found = counted?.rows ?? 0
  if (found !== mark.rows) throw lostRowsError(mark.syncId, place, `${found} of ${mark.rows} rows are left`)
}
