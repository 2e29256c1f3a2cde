import type { Json, SyncOrigin, SyncStatus, Waiting } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { RUNNING } from './statuses.ts'
import { JOIN_WAITING, WAITING_FIELDS, parseWaiting, type WaitingRow } from './sync-waiting.ts'

/** What the story of a record tells of a sync. */
export interface NamedSync {
  readonly id: string
  readonly number: number
  readonly origin: SyncOrigin
  readonly status: SyncStatus
  /** Of its messageIds. */
  readonly epoch: number
  /** Of its mapping, as it was. */
  readonly fields: { readonly [field: string]: Json }
  readonly stagedAt: string | null
  readonly finishedAt: string | null
  readonly waiting: Waiting | null
}

interface NamedRow extends WaitingRow {
  id: string
  number: number
  origin: SyncOrigin
  status: SyncStatus
  epoch: number
  fields: { readonly [field: string]: Json }
  staged_at: Date | null
  finished_at: Date | null
}

/** The syncs of a mapping that have these ids or numbers, and the one that runs, oldest first. */
export async function listNamedSyncs(
  db: Queryable,
  mapping: string,
  { ids, numbers }: { readonly ids: readonly string[]; readonly numbers: readonly number[] },
): Promise<readonly NamedSync[]> {
  const { rows } = await db.query<NamedRow>(
    `select s.id, s.number, s.origin, s.status, (s.plan ->> 'epoch')::bigint as epoch,
       s.plan -> 'mapping' -> 'fields' as fields, s.staged_at, s.finished_at, ${WAITING_FIELDS}
     from sluice.syncs s ${JOIN_WAITING}
     where s.mapping_id = $1 and (s.id = any ($2::uuid[]) or s.number = any ($3::integer[]) or s.status in ${RUNNING}) and s.origin <> 'dry_run'
     order by s.created_at`,
    [mapping, ids, numbers],
  )
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    origin: row.origin,
    status: row.status,
    epoch: row.epoch,
    fields: row.fields,
    stagedAt: row.staged_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    waiting: parseWaiting(row),
  }))
}
