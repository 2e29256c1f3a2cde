import type { Forecast } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { before, RUNNING } from './statuses.ts'

/** staging → succeeded, with what a dry run has found; false when it has ended meanwhile. */
export async function recordForecast(
  db: Queryable,
  id: string,
  { stagedAt, forecast }: { readonly stagedAt: string; readonly forecast: Forecast },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'succeeded', staged_at = $2, forecast = $3, error_code = null, error = null,
       finished_at = now(), touched_at = now()
     where id = $1 and origin = 'dry_run' and status in ${before('forecast')}`,
    [id, stagedAt, JSON.stringify(forecast)],
  )
  return rowCount === 1
}

/** Why a dry run ends when a sync of its mapping is asked for, which does not wait for it. */
export const MAKES_WAY =
  'a sync of the mapping was asked for meanwhile, and a dry run makes way for it: ask again once that has ended'

/** Any running status → canceled, for a reason; nothing when it has ended, or is no dry run. */
export async function endDryRun(db: Queryable, id: string, reason: string): Promise<void> {
  await db.query(
    `update sluice.syncs set status = 'canceled', error_code = 'dry_run_ended', error = $2, finished_at = now(), touched_at = now()
     where id = $1 and origin = 'dry_run' and status in ${before('cancel')}`,
    [id, reason],
  )
}

/** Dry runs that have ended and may have left what they staged in the warehouse, oldest first. */
export async function listLeftDryRuns(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from sluice.syncs where holds_rows and status not in ${RUNNING} order by created_at`,
  )
  return rows.map(({ id }) => id)
}

/** Nothing that a dry run has staged is in the warehouse any more. */
export async function recordDropped(db: Queryable, id: string): Promise<void> {
  await db.query('update sluice.syncs set holds_rows = false where id = $1', [id])
}
