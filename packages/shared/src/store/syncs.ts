import {
  RUNNING_SYNC_STATUSES,
  type SyncDocument,
  type SyncPlan,
  type SyncStatus,
  type SyncTrigger,
} from '../domain/index.ts'
import { SluiceError, type ErrorCode } from '../errors/index.ts'
import type { Queryable } from './database.ts'

interface SyncRow {
  id: string
  mapping_id: string
  mapping_version: number
  plan: SyncPlan
  trigger: SyncTrigger
  status: SyncStatus
  added: number
  updated: number
  deleted: number
  skipped: number
  invalid: number
  delivered: number
  dead: number
  unidentified: number
  last_seq: number | null
  staged_at: Date | null
  streamed_at: Date | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  error_code: ErrorCode | null
  error: string | null
}

/** A sync with what the workers need to go on with it. */
export interface SyncRecord extends SyncDocument {
  readonly plan: SyncPlan
  /** Last staged row to deliver; null until staged. */
  readonly lastSeq: number | null
  readonly stagedAt: string | null
  /** When the last chunk was cut; null while there may be more. */
  readonly streamedAt: string | null
  readonly errorCode: ErrorCode | null
}

// While a sync runs its chunks hold what has become of its rows; when it ends they are summed into its own row.
const SELECT = `
  select s.id, s.mapping_id, s.plan, s.trigger, s.status, s.added, s.updated, s.deleted, s.unidentified,
    s.skipped + coalesce(c.skipped, 0) as skipped, s.invalid + coalesce(c.invalid, 0) as invalid,
    s.delivered + coalesce(c.delivered, 0) as delivered, s.dead + coalesce(c.dead, 0) as dead,
    s.last_seq, s.staged_at, s.streamed_at, s.created_at, s.started_at, s.finished_at, s.error_code, s.error
  from sluice.syncs s
  left join lateral (
    select sum(skipped) as skipped, sum(invalid) as invalid, sum(delivered) as delivered, sum(dead) as dead
    from sluice.chunks where sync_id = s.id and status = 'settled'
  ) c on true`

const RUNNING = `('queued', 'staging', 'delivering', 'committing')`

/** Starts the one running sync of a mapping, with a plan of the config as it is now; refuses a second one. */
export async function createSync(
  db: Queryable,
  request: { readonly mapping: string; readonly trigger: SyncTrigger },
): Promise<SyncRecord> {
  const plan = await readPlan(db, request.mapping)
  const { rows } = await db.query<{ id: string }>(
    `insert into sluice.syncs (mapping_id, mapping_version, plan, trigger) values ($1, $2, $3, $4)
     on conflict (mapping_id) where status in ${RUNNING} do nothing returning id`,
    [request.mapping, plan.mappingVersion, JSON.stringify(plan), request.trigger],
  )
  const [created] = rows
  if (created !== undefined) return readSyncOrThrow(db, created.id)

  const running = await readRunningSync(db, request.mapping)
  throw new SluiceError(
    'sync_running',
    `mapping ${request.mapping} has a running sync already${running ? ` (${running.id}, ${running.status})` : ''}: wait for it to end`,
  )
}

/** The plan of a sync that would start now; refuses what is unknown or switched off. */
async function readPlan(db: Queryable, mappingId: string): Promise<SyncPlan> {
  const { rows } = await db.query<{
    plan: SyncPlan
    mapping_enabled: boolean
    destination_enabled: boolean
    destination: string
  }>(
    `select m.enabled as mapping_enabled, d.enabled as destination_enabled, d.id as destination,
       json_build_object(
         'mapping', json_build_object('id', m.id, 'model', m.model_id, 'destination', m.destination_id,
           'action', m.action, 'trigger', m.trigger, 'filter', m.filter, 'schedule', m.schedule,
           'enabled', m.enabled, 'fields', m.fields),
         'mappingVersion', m.version, 'epoch', m.epoch,
         'model', json_build_object('id', mo.id, 'source', mo.source_id, 'identifier', mo.identifier, 'query', mo.query)
       ) as plan
     from sluice.mappings m
     join sluice.models mo on mo.id = m.model_id
     join sluice.destinations d on d.id = m.destination_id
     where m.id = $1`,
    [mappingId],
  )
  const [row] = rows
  if (row === undefined) {
    throw new SluiceError('mapping_unknown', `there is no mapping ${mappingId}: \`sluice status\` lists them`)
  }
  if (!row.mapping_enabled) {
    throw new SluiceError(
      'mapping_disabled',
      `mapping ${mappingId} is disabled: \`sluice enable ${mappingId}\``,
    )
  }
  if (!row.destination_enabled) {
    throw new SluiceError(
      'destination_disabled',
      `destination ${row.destination} of mapping ${mappingId} is disabled: \`sluice enable ${row.destination}\``,
    )
  }
  return row.plan
}

/** One sync, or null. */
export async function readSync(db: Queryable, id: string): Promise<SyncRecord | null> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.id = $1`, [id])
  return rows[0] === undefined ? null : parseSync(rows[0])
}

async function readSyncOrThrow(db: Queryable, id: string): Promise<SyncRecord> {
  const sync = await readSync(db, id)
  if (sync === null) throw new SluiceError('sync_unknown', `there is no sync ${id}`)
  return sync
}

/** The running sync of a mapping, or null. */
export async function readRunningSync(db: Queryable, mappingId: string): Promise<SyncRecord | null> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.mapping_id = $1 and s.status in ${RUNNING}`, [
    mappingId,
  ])
  return rows[0] === undefined ? null : parseSync(rows[0])
}

/** Syncs of one mapping or of all, newest first. */
export async function listSyncs(
  db: Queryable,
  filter: { readonly mapping?: string; readonly limit: number },
): Promise<readonly SyncRecord[]> {
  const { rows } = await db.query<SyncRow>(
    `${SELECT} where $1::text is null or s.mapping_id = $1 order by s.created_at desc, s.id limit $2`,
    [filter.mapping ?? null, filter.limit],
  )
  return rows.map(parseSync)
}

/** Every sync that has not ended, oldest first. */
export async function listRunningSyncs(db: Queryable): Promise<readonly SyncRecord[]> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.status in ${RUNNING} order by s.created_at`)
  return rows.map(parseSync)
}

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

/** The document of a sync, and nothing else of its record. */
export function describeSync(sync: SyncRecord): SyncDocument {
  const {
    plan: _plan,
    lastSeq: _lastSeq,
    stagedAt: _stagedAt,
    streamedAt: _streamedAt,
    errorCode: _code,
    ...document
  } = sync
  return document
}

function parseSync(row: SyncRow): SyncRecord {
  const counts = {
    skipped: row.skipped,
    invalid: row.invalid,
    delivered: row.delivered,
    dead: row.dead,
  }
  const extracted = row.added + row.updated + row.deleted + row.unidentified
  return {
    id: row.id,
    mapping: row.mapping_id,
    status: row.status,
    trigger: row.trigger,
    extracted,
    added: row.added,
    updated: row.updated,
    deleted: row.deleted,
    ...counts,
    inFlight: extracted - counts.skipped - counts.invalid - counts.delivered - counts.dead,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    error: row.error,
    plan: row.plan,
    lastSeq: row.last_seq,
    stagedAt: row.staged_at?.toISOString() ?? null,
    streamedAt: row.streamed_at?.toISOString() ?? null,
    errorCode: row.error_code,
  }
}
