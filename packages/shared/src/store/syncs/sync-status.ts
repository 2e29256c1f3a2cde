import type { SyncOrigin } from '../../domain/index.ts'
import type { ErrorCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { sumThroughput } from './read-throughput.ts'
import { before } from './statuses.ts'

/** queued → staging; true also when it was staging already. */
export async function recordStaging(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'staging', started_at = coalesce(started_at, now()), holds_rows = (origin = 'dry_run'), touched_at = now()
     where id = $1 and status in ${before('begin')}`,
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
       staged_invalid = $6, invalid = $6, skipped = $7, last_seq = $8, touched_at = now()
     where id = $1 and status in ${before('stage')}`,
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
     where id = $1 and status in ${before('stream')}`,
    [id],
  )
}

/** True when every chunk of a delivering sync has been cut and settled: it may be committed. */
export async function isSyncSettled(db: Queryable, id: string): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from sluice.syncs s where id = $1 and status in ${before('commit')} and streamed_at is not null
       and not exists (select 1 from sluice.chunks where sync_id = s.id and status = 'open')`,
    [id],
    'is_sync_settled',
  )
  return rows.length === 1
}

/** delivering → committing, once everything is settled; true also when it was committing already. */
export async function recordCommitting(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs s set status = 'committing', touched_at = now()
     where id = $1 and status in ${before('commit')} and streamed_at is not null
       and not exists (select 1 from sluice.chunks where sync_id = s.id and status = 'open')`,
    [id],
  )
  return rowCount === 1
}

/**
 * Sums the settled chunks of the sync that `picked` names into it and closes all its chunks: of each is kept who was in
 * it, where that was written down. One statement.
 */
const sumChunks = (picked: string, changes: string): string => `
  with picked as (${picked} for update), closed as (
    update sluice.chunks c set status = 'closed' from picked
    where c.sync_id = picked.id and c.status <> 'closed' and c.manifest is not null
    returning c.skipped, c.invalid, c.delivered, c.dead, c.settled_at
  ), dropped as (
    delete from sluice.chunks c using picked where c.sync_id = picked.id and c.manifest is null
    returning c.skipped, c.invalid, c.delivered, c.dead, c.settled_at
  ), chunks as (
    select * from closed union all select * from dropped
  ), sums as (
    select coalesce(sum(skipped), 0) as skipped, coalesce(sum(invalid), 0) as invalid,
      coalesce(sum(delivered), 0) as delivered, coalesce(sum(dead), 0) as dead
    from chunks
  )
  update sluice.syncs s set
    skipped = s.skipped + sums.skipped, invalid = s.invalid + sums.invalid,
    delivered = s.delivered + sums.delivered, dead = s.dead + sums.dead, touched_at = now(),
    throughput = coalesce(${sumThroughput('chunks', 's.staged_at')}, s.throughput) ${changes}
  from sums, picked where s.id = picked.id`

/** committing → succeeded, or partial when some of its rows became dead letters; false when it was not committing. */
export async function finishSync(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    sumChunks(
      `select id from sluice.syncs where id = $1 and status in ${before('finish')}`,
      `, status = case when s.invalid + sums.invalid + sums.dead > 0 then 'partial' else 'succeeded' end,
       error_code = null, error = null, finished_at = now()`,
    ),
    [id],
  )
  return rowCount === 1
}

/**
 * Any running status → failed, with the reason; false when the sync had ended. Its
 * chunks stay: what has settled was delivered, and the mapping's next sync must know.
 */
export async function failSync(
  db: Queryable,
  id: string,
  code: ErrorCode,
  message: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'failed', error_code = $2, error = $3, finished_at = now(), touched_at = now()
     where id = $1 and status in ${before('fail')}`,
    [id, code, message],
  )
  return rowCount === 1
}

/**
 * queued, staging or delivering → canceled; false when the sync had ended, or everything it had to
 * deliver was delivered and it is being committed. Its chunks stay, as those of a failed sync do.
 */
export async function cancelSync(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.syncs set status = 'canceled', error_code = null, error = null, finished_at = now(), touched_at = now()
     where id = $1 and status in ${before('cancel')}`,
    [id],
  )
  return rowCount === 1
}

/** A sync that ended before its time, and what it has left is not tidied up. */
export interface UntidySync {
  readonly id: string
  readonly number: number
  readonly mapping: string
  readonly origin: SyncOrigin
  readonly source: string
  readonly epoch: number
}

/**
 * Syncs that failed or were canceled and have left something: chunks, whose deliveries are not remembered
 * yet, or requeued letters, which are not open again yet. Oldest first; of one mapping when it is given.
 */
export async function listUntidySyncs(db: Queryable, mappingId?: string): Promise<readonly UntidySync[]> {
  const { rows } = await db.query<UntidySync>(
    `select id, number, mapping_id as mapping, origin, plan -> 'model' ->> 'source' as source,
       (plan ->> 'epoch')::bigint as epoch
     from sluice.syncs s
     where status in ${before('finalize')} and ($1::text is null or mapping_id = $1) and (
       exists (select from sluice.chunks where sync_id = s.id and status <> 'closed')
       or exists (select from sluice.dead_letters where requeue_sync = s.id and status = 'requeued')
     )
     order by created_at`,
    [mappingId ?? null],
  )
  return rows
}

/** What a failed or canceled sync delivered is remembered: its chunks are summed into it and closed. */
export async function recordFinalized(db: Queryable, id: string): Promise<void> {
  await db.query(
    sumChunks(`select id from sluice.syncs where id = $1 and status in ${before('finalize')}`, ''),
    [id],
  )
}

/** So many rows of ended syncs are remembered, some 30 bytes each; the oldest are forgotten first. */
export const PAST_ROWS_LIMIT = 10_000_000

/**
 * Drops syncs that ended longer ago than `ageMs`, and letters that were closed as long ago. Each mapping keeps its last
 * sync that was no dry run; a sync that is not tidied up, and a letter that is open, are kept however old they are. Of
 * who was in ended syncs the newest `rowsLimit` rows are kept.
 */
export async function pruneHistory(db: Queryable, ageMs: number, rowsLimit = PAST_ROWS_LIMIT): Promise<void> {
  const age = `make_interval(secs => $1::double precision / 1000)`
  await db.query(
    `delete from sluice.syncs s where finished_at < now() - ${age}
       and not exists (select from sluice.chunks where sync_id = s.id and status <> 'closed')
       and (origin = 'dry_run' or exists (
         select from sluice.syncs later
         where later.mapping_id = s.mapping_id and later.created_at > s.created_at and later.origin <> 'dry_run'
       ))`,
    [ageMs],
  )
  await db.query(
    `delete from sluice.dead_letters letter
     where status in ('delivered', 'superseded', 'discarded') and updated_at < now() - ${age}
       -- A delivered letter is what tells an older one of its record that it is superseded.
       and not exists (
         select from sluice.dead_letters other
         where other.mapping_id = letter.mapping_id and other.record_key = letter.record_key and other.status in ('open', 'requeued')
       )`,
    [ageMs],
  )
  await db.query(
    `delete from sluice.chunks c using (
       select sync_id, chunk, sum(rows) over (order by enqueued_at desc, sync_id, chunk) as newer
       from sluice.chunks where status = 'closed'
     ) as past
     where past.newer > $1 and c.sync_id = past.sync_id and c.chunk = past.chunk`,
    [rowsLimit],
  )
}
