import type { ErrorCode } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { RUNNING } from '../syncs/statuses.ts'
import { JOIN_WAITING, WAITING_FIELDS, parseWaiting, type WaitingRow } from '../syncs/sync-waiting.ts'

/** How the last sync of a mapping ended that said something of it: no requeue, and none that was canceled. */
export interface LastEnd {
  readonly mapping: string
  readonly sync: string
  readonly status: 'succeeded' | 'partial' | 'failed'
  readonly finishedAt: Date
  readonly errorCode: ErrorCode | null
  readonly error: string | null
  /** Rows that became dead letters. */
  readonly lost: number
}

/** The last end of every mapping that has one and is not switched off. */
export async function listLastEnds(db: Queryable): Promise<readonly LastEnd[]> {
  const { rows } = await db.query<{
    mapping_id: string
    id: string
    status: LastEnd['status']
    finished_at: Date
    error_code: ErrorCode | null
    error: string | null
    lost: number
  }>(
    `select ended.* from sluice.mappings m cross join lateral (
       select mapping_id, id, status, coalesce(finished_at, created_at) as finished_at, error_code, error,
         (invalid + dead)::bigint as lost
       from sluice.syncs where mapping_id = m.id and origin <> 'dry_run' and status in ('succeeded', 'partial', 'failed')
         and origin in ('manual', 'schedule', 'baseline')
       order by created_at desc limit 1
     ) ended where m.enabled`,
  )
  return rows.map((row) => ({
    mapping: row.mapping_id,
    sync: row.id,
    status: row.status,
    finishedAt: row.finished_at,
    errorCode: row.error_code,
    error: row.error,
    lost: row.lost,
  }))
}

/** A running sync that does not get on. */
export interface WaitingSync {
  readonly mapping: string
  readonly sync: string
  readonly since: Date
  readonly reason: string
}

/** The running syncs that wait for something. */
export async function listWaitingSyncs(db: Queryable): Promise<readonly WaitingSync[]> {
  const { rows } = await db.query<WaitingRow & { id: string; mapping_id: string }>(
    `select s.id, s.mapping_id, ${WAITING_FIELDS} from sluice.syncs s ${JOIN_WAITING}
     where s.status in ${RUNNING} and s.origin <> 'dry_run'`,
  )
  return rows.flatMap((row) => {
    const waiting = parseWaiting(row)
    if (waiting === null) return []
    return [{ mapping: row.mapping_id, sync: row.id, since: new Date(waiting.since), reason: waiting.reason }]
  })
}

/** The open dead letters of a mapping. */
export interface OpenLettersOf {
  readonly mapping: string
  readonly letters: number
  readonly oldestAt: Date
}

/** Counts the open dead letters of each mapping: a look at each of them, so 1 to 2 s for a million. */
export async function countLettersByMapping(db: Queryable): Promise<readonly OpenLettersOf[]> {
  const { rows } = await db.query<OpenLettersOf>(
    `select mapping_id as mapping, count(*) as letters, min(created_at) as "oldestAt"
     from sluice.dead_letters where status = 'open' group by mapping_id`,
  )
  return rows
}

/** A destination that has refused its write key and taken nothing since. */
export interface RefusingDestination {
  readonly destination: string
  readonly since: Date
  readonly reason: string
  /** Those that send there. */
  readonly mappings: readonly string[]
}

/** The destinations that refuse; one that is switched off does not count. */
export async function listRefusingDestinations(db: Queryable): Promise<readonly RefusingDestination[]> {
  const { rows } = await db.query<RefusingDestination>(
    `select id as destination, state_since as since, coalesce(state_reason, last_error, '') as reason,
       array(select m.id from sluice.mappings m where m.destination_id = d.id order by m.id) as mappings
     from sluice.destinations d where enabled and state = 'refused' order by id`,
  )
  return rows
}

/** The ids of the mappings that send to each destination that has any. */
export async function listMappingsByDestination(
  db: Queryable,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query<{ destination: string; mappings: readonly string[] }>(
    `select destination_id as destination, array_agg(id order by id) as mappings
     from sluice.mappings group by destination_id`,
  )
  return new Map(rows.map(({ destination, mappings }) => [destination, mappings]))
}
