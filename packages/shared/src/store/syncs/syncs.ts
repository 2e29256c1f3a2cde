import type { Forecast, SyncDocument, SyncPlan, SyncStatus, SyncOrigin } from '../../domain/index.ts'
import type { ErrorCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { RUNNING } from './statuses.ts'
import { JOIN_WAITING, WAITING_FIELDS, parseWaiting, type WaitingRow } from './sync-waiting.ts'

interface SyncRow extends WaitingRow {
  id: string
  number: number
  mapping_id: string
  mapping_version: number
  plan: SyncPlan
  origin: SyncOrigin
  status: SyncStatus
  added: number
  updated: number
  deleted: number
  skipped: number
  invalid: number
  delivered: number
  dead: number
  staged_invalid: number
  last_seq: number | null
  staged_at: Date | null
  streamed_at: Date | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  error_code: ErrorCode | null
  error: string | null
  forecast: Forecast | null
}

/** A sync with what the workers need to go on with it. */
export interface SyncRecord extends SyncDocument {
  /** A short name for it, which the records that it has changed keep in their warehouse. */
  readonly number: number
  readonly plan: SyncPlan
  /** When it was asked for. */
  readonly createdAt: string
  /** Last staged row to deliver; null until staged. */
  readonly lastSeq: number | null
  readonly stagedAt: string | null
  /** When the last chunk was cut; null while there may be more. */
  readonly streamedAt: string | null
}

// While a sync runs its chunks hold what has become of its rows; when it ends they are summed into its own row.
const SELECT = `
  select s.id, s.number, s.mapping_id, s.plan, s.origin, s.status, s.added, s.updated, s.deleted, s.staged_invalid,
    s.skipped + coalesce(c.skipped, 0) as skipped, s.invalid + coalesce(c.invalid, 0) as invalid,
    s.delivered + coalesce(c.delivered, 0) as delivered, s.dead + coalesce(c.dead, 0) as dead,
    s.last_seq, s.staged_at, s.streamed_at, s.created_at, s.started_at, s.finished_at, s.error_code, s.error, s.forecast,
    ${WAITING_FIELDS}
  from sluice.syncs s
  left join lateral (
    select sum(skipped) as skipped, sum(invalid) as invalid, sum(delivered) as delivered, sum(dead) as dead
    from sluice.chunks where sync_id = s.id and status = 'settled'
  ) c on true
  ${JOIN_WAITING}`

/** One sync, or null. */
export async function readSync(db: Queryable, id: string): Promise<SyncRecord | null> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.id = $1`, [id])
  return rows[0] === undefined ? null : parseSync(rows[0])
}

/** The running sync of a mapping, or null. */
export async function readRunningSync(db: Queryable, mappingId: string): Promise<SyncRecord | null> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.mapping_id = $1 and s.status in ${RUNNING}`, [
    mappingId,
  ])
  return rows[0] === undefined ? null : parseSync(rows[0])
}

/** Which syncs. */
export interface SyncFilter {
  readonly mapping?: string | undefined
  readonly status?: SyncStatus | undefined
  /** Those that were asked for before this one; none where it is not there any more. */
  readonly before?: string | undefined
}

/** Syncs of one mapping or of all, newest first. */
export async function listSyncs(
  db: Queryable,
  { mapping, status, before: next, limit }: SyncFilter & { readonly limit: number },
): Promise<readonly SyncRecord[]> {
  const { rows } = await db.query<SyncRow>(
    `${SELECT} where ($1::text is null or s.mapping_id = $1) and ($2::text is null or s.status = $2)
       and ($3::uuid is null or (s.created_at, s.id) < (select created_at, id from sluice.syncs where id = $3))
     order by s.created_at desc, s.id desc limit $4`,
    [mapping ?? null, status ?? null, next ?? null, limit],
  )
  return rows.map(parseSync)
}

/** The newest sync of every mapping, or of these, as far as they have one; dry runs are none. */
export async function listLastSyncs(
  db: Queryable,
  mappings: readonly string[] | null = null,
): Promise<readonly SyncRecord[]> {
  const { rows } = await db.query<SyncRow>(
    `${SELECT} where s.id = any(array(
      select (
        select id from sluice.syncs where mapping_id = m.id and origin <> 'dry_run' order by created_at desc, id limit 1
      ) from sluice.mappings m where $1::text[] is null or m.id = any($1)
    ))`,
    [mappings],
  )
  return rows.map(parseSync)
}

/** Every sync that has not ended, oldest first. */
export async function listRunningSyncs(db: Queryable): Promise<readonly SyncRecord[]> {
  const { rows } = await db.query<SyncRow>(`${SELECT} where s.status in ${RUNNING} order by s.created_at`)
  return rows.map(parseSync)
}

/** The document of a sync, and nothing else of its record. */
export function describeSync(sync: SyncRecord): SyncDocument {
  const {
    number: _number,
    plan: _plan,
    createdAt: _createdAt,
    lastSeq: _lastSeq,
    stagedAt: _stagedAt,
    streamedAt: _streamedAt,
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
  const extracted = row.added + row.updated + row.deleted + row.staged_invalid
  return {
    id: row.id,
    mapping: row.mapping_id,
    status: row.status,
    origin: row.origin,
    trigger: row.origin,
    extracted,
    added: row.added,
    updated: row.updated,
    deleted: row.deleted,
    ...counts,
    inFlight: extracted - counts.skipped - counts.invalid - counts.delivered - counts.dead,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    waiting: parseWaiting(row),
    error: row.error,
    number: row.number,
    plan: row.plan,
    createdAt: row.created_at.toISOString(),
    lastSeq: row.last_seq,
    stagedAt: row.staged_at?.toISOString() ?? null,
    streamedAt: row.streamed_at?.toISOString() ?? null,
    errorCode: row.error_code,
    ...(row.origin === 'dry_run' ? { forecast: row.forecast } : {}),
  }
}
