import type { Forecast } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { before } from './statuses.ts'

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
