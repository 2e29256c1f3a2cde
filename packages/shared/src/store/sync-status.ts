import { RUNNING_SYNC_STATUSES, type SyncStatus } from '../domain/index.ts'
import type { ErrorCode } from '../errors/index.ts'
import type { Queryable } from './database.ts'
import { RUNNING } from './syncs.ts'

/** queued → staging; true also when it was staging already. */
export async function recordStaging(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'staging', started_at = coalesce(started_at, now()), touched_at = now()
     where id = $1 and status in ('queued', 'staging')`,
    [id],
  )
  return rowCount === 1
}

/** What staging found. `invalid` rows have no usable identifier; `skipped` deltas fire no trigger. */
export interface StagedCounts {
  readonly stagedAt: string
  readonly added: number
  readonly updated: number
  readonly deleted: number
  readonly invalid: number
  readonly skipped: number
  readonly lastSeq: number
}

/** staging → delivering, with what was staged; false when the sync is not staging any more. */
export async function recordStaged(db: Queryable, id: string, staged: StagedCounts): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'delivering', staged_at = $2, added = $3, updated = $4, deleted = $5,
       unidentified = $6, invalid = $6, skipped = $7, last_seq = $8, touched_at = now()
     where id = $1 and status = 'staging'`,
    [
      id,
      staged.stagedAt,
      staged.added,
      staged.updated,
      staged.deleted,
      staged.invalid,
      staged.skipped,
      staged.lastSeq,
    ],
  )
  return rowCount === 1
}

/** Every chunk of a delivering sync has been cut. */
export async function recordStreamed(db: Queryable, id: string): Promise<void> {
  await db.query(
    `update sluice.syncs set streamed_at = coalesce(streamed_at, now()), touched_at = now()
     where id = $1 and status = 'delivering'`,
    [id],
  )
}

/** True when every chunk of a delivering sync has been cut and settled: it may be committed. */
export async function isSyncSettled(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from sluice.syncs s where id = $1 and status in ('delivering', 'committing') and streamed_at is not null
       and not exists (select 1 from sluice.chunks where sync_id = s.id and status = 'open')`,
    [id],
  )
  return rows.length === 1
}

/** delivering → committing, once everything is settled; true also when it was committing already. */
export async function recordCommitting(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs s set status = 'committing', touched_at = now()
     where id = $1 and status in ('delivering', 'committing') and streamed_at is not null
       and not exists (select 1 from sluice.chunks where sync_id = s.id and status = 'open')`,
    [id],
  )
  return rowCount === 1
}

/**
 * Ends a sync that stands in one of `from`: sums its chunks into it and drops them, in one statement.
 * `to` null means by the counts.
 */
async function endSync(
  db: Queryable,
  id: string,
  from: readonly SyncStatus[],
  to: SyncStatus | null,
  failure: { readonly code: ErrorCode; readonly message: string } | null,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with ending as (
       select id from sluice.syncs where id = $1 and status = any($2) for update
     ), chunks as (
       delete from sluice.chunks c using ending where c.sync_id = ending.id
       returning c.skipped, c.invalid, c.delivered, c.dead
     ), sums as (
       select coalesce(sum(skipped), 0) as skipped, coalesce(sum(invalid), 0) as invalid,
         coalesce(sum(delivered), 0) as delivered, coalesce(sum(dead), 0) as dead
       from chunks
     )
     update sluice.syncs s set
       status = coalesce($3, case when s.invalid + sums.invalid + sums.dead > 0 then 'partial' else 'succeeded' end),
       skipped = s.skipped + sums.skipped, invalid = s.invalid + sums.invalid,
       delivered = s.delivered + sums.delivered, dead = s.dead + sums.dead,
       error_code = $4, error = $5, finished_at = now(), touched_at = now()
     from sums, ending where s.id = ending.id`,
    [id, from, to, failure?.code ?? null, failure?.message ?? null],
  )
  return rowCount === 1
}

/** committing → succeeded, or partial when some of its rows became dead letters; false when it was not committing. */
export async function finishSync(db: Queryable, id: string): Promise<boolean> {
  return endSync(db, id, ['committing'], null, null)
}

/** Any running status → failed, with the reason; false when the sync had ended. */
export async function failSync(
  db: Queryable,
  id: string,
  code: ErrorCode,
  message: string,
): Promise<boolean> {
  return endSync(db, id, RUNNING_SYNC_STATUSES, 'failed', { code, message })
}

/** Notes why a running sync does not get on at the moment, or that it does again (null). */
export async function recordSyncTrouble(db: Queryable, id: string, error: string | null): Promise<void> {
  await db.query(
    `update sluice.syncs set error = $2 where id = $1 and status in ${RUNNING} and error is distinct from $2`,
    [id, error],
  )
}
