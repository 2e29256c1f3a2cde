import type { DestinationState, Schedule, SyncStatus } from '../domain/index.ts'
import { findNextRun } from '../schedule/index.ts'
import type { Queryable } from './database/database.ts'
import { RUNNING } from './syncs/statuses.ts'

/**
 * How a mapping stands: what it is meant to do, and what its last syncs of the warehouse
 * did; requeues of dead letters answer no schedule. Instants are the database's.
 */
export interface MappingState {
  readonly mapping: string
  /** null unless it syncs by itself: a mapping or a destination that is switched off has no schedule. */
  readonly schedule: Schedule | null
  /** When it will next sync by itself; null when it will not. */
  readonly nextRunAt: Date | null
  /** When it, or its destination, was last changed. */
  readonly changedAt: Date
  /** When its running sync was asked for. */
  readonly runningSince: Date | null
  /** How its last sync that has ended did. */
  readonly lastStatus: SyncStatus | null
  /** Its last sync that delivered all it had to, or left dead letters. */
  readonly lastSuccess: {
    readonly createdAt: Date
    readonly startedAt: Date
    readonly stagedAt: Date
    readonly finishedAt: Date
  } | null
}

/** Rows of the running syncs, by what has become of them so far. */
export interface RowTotals {
  readonly extracted: number
  readonly skipped: number
  readonly invalid: number
  readonly delivered: number
  readonly dead: number
}

/** What the control database knows about the whole installation, dead letters aside, for metrics. */
export interface InstallationState {
  /** The database's clock. */
  readonly readAt: Date
  readonly mappings: readonly MappingState[]
  readonly running: readonly { readonly status: SyncStatus; readonly syncs: number }[]
  readonly rows: RowTotals
  /** Rows that the books of the running syncs, and of those that ended in the last day, cannot account for. */
  readonly unaccountedRows: number
  readonly destinations: readonly DestinationStanding[]
}

/** How a destination stands. */
export interface DestinationStanding {
  readonly destination: string
  readonly state: DestinationState
  /** For how long events of running syncs have waited for it, while it is held or unavailable; else 0. */
  readonly waitingMs: number
}

/** Reads the state of the whole installation in a handful of set-based statements. */
export async function readState(db: Queryable): Promise<InstallationState> {
  // One after the other: a scrape shall not take the pool from the syncs.
  const mappings = await readMappings(db)
  const running = await readRunning(db)
  const unaccounted = await db.query<{ now: Date; rows: number }>(UNACCOUNTED)
  const destinations = await db.query<DestinationStanding>(DESTINATIONS)
  const readAt = unaccounted.rows[0]?.now ?? new Date()
  return {
    readAt,
    mappings: mappings.map((mapping) => ({ ...mapping, nextRunAt: findNext(mapping, readAt) })),
    ...running,
    unaccountedRows: unaccounted.rows[0]?.rows ?? 0,
    destinations: destinations.rows,
  }
}

/** How a mapping stands, without its next run. */
export type ReadMapping = Omit<MappingState, 'nextRunAt'>

function findNext({ schedule }: ReadMapping, readAt: Date): Date | null {
  return schedule === null ? null : findNextRun(schedule, readAt)
}

interface MappingRow {
  mapping: string
  schedule: Schedule | null
  changed_at: Date
  running_since: Date | null
  last_status: SyncStatus | null
  created_at: Date | null
  started_at: Date | null
  staged_at: Date | null
  finished_at: Date | null
}

/** How every mapping stands, without its next run. */
export async function readMappings(db: Queryable): Promise<readonly ReadMapping[]> {
  const { rows } = await db.query<MappingRow>(
    `select m.id as mapping, case when m.enabled and d.enabled then m.schedule end as schedule,
       greatest(m.updated_at, d.updated_at) as changed_at, running.created_at as running_since,
       ended.status as last_status, success.created_at, success.started_at, success.staged_at, success.finished_at
     from sluice.mappings m
     join sluice.destinations d on d.id = m.destination_id
     left join sluice.syncs running
       on running.mapping_id = m.id and running.status in ${RUNNING} and running.origin not in ('requeue', 'dry_run')
     left join lateral (
       select status from sluice.syncs where mapping_id = m.id and status not in ${RUNNING} and origin not in ('requeue', 'dry_run')
       order by created_at desc limit 1
     ) ended on true
     left join lateral (
       select created_at, started_at, staged_at, finished_at from sluice.syncs
       where mapping_id = m.id and status in ('succeeded', 'partial') and origin not in ('requeue', 'dry_run')
       order by created_at desc limit 1
     ) success on true
     order by m.id`,
  )
  return rows.map((row) => ({
    mapping: row.mapping,
    schedule: row.schedule,
    changedAt: row.changed_at,
    runningSince: row.running_since,
    lastStatus: row.last_status,
    lastSuccess:
      row.created_at === null || row.finished_at === null
        ? null
        : {
            createdAt: row.created_at,
            startedAt: row.started_at ?? row.created_at,
            stagedAt: row.staged_at ?? row.finished_at,
            finishedAt: row.finished_at,
          },
  }))
}

// What has become of a running sync's rows stands in its chunks until it ends.
const RUNNING_SUMS = `
  select s.status, s.origin, s.added + s.updated + s.deleted + s.staged_invalid as extracted,
    s.skipped + coalesce(c.skipped, 0) as skipped, s.invalid + coalesce(c.invalid, 0) as invalid,
    s.delivered + coalesce(c.delivered, 0) as delivered, s.dead + coalesce(c.dead, 0) as dead
  from sluice.syncs s
  left join lateral (
    select sum(skipped) as skipped, sum(invalid) as invalid, sum(delivered) as delivered, sum(dead) as dead
    from sluice.chunks where sync_id = s.id and status = 'settled'
  ) c on true
  where s.status in ${RUNNING} and s.origin <> 'dry_run'`

async function readRunning(db: Queryable): Promise<Pick<InstallationState, 'running' | 'rows'>> {
  const { rows } = await db.query<RowTotals & { status: SyncStatus; syncs: number }>(
    `select status, count(*) as syncs, sum(extracted)::bigint as extracted, sum(skipped)::bigint as skipped,
       sum(invalid)::bigint as invalid, sum(delivered)::bigint as delivered, sum(dead)::bigint as dead
     from (${RUNNING_SUMS}) sums group by status`,
  )
  const sum = (field: keyof RowTotals): number => rows.reduce((total, row) => total + row[field], 0)
  return {
    running: rows.map(({ status, syncs }) => ({ status, syncs })),
    rows: {
      extracted: sum('extracted'),
      skipped: sum('skipped'),
      invalid: sum('invalid'),
      delivered: sum('delivered'),
      dead: sum('dead'),
    },
  }
}

// A sync that has ended well owes nothing; a running one never accounts for more rows than it extracted. A failed or a
// canceled one leaves rows to the next, which is no difference; a baseline delivers none.
const UNACCOUNTED = `
  select now() as now, (
    select coalesce(sum(abs(added + updated + deleted + staged_invalid - skipped - invalid - delivered - dead)), 0)
    from sluice.syncs
    where status in ('succeeded', 'partial') and origin in ('manual', 'schedule') and finished_at > now() - interval '1 day'
      and created_at > now() - interval '8 days'
  )::bigint + (
    select coalesce(sum(greatest(0, skipped + invalid + delivered + dead - extracted)), 0) from (${RUNNING_SUMS}) sums
    where origin in ('manual', 'schedule')
  )::bigint as rows`

const DESTINATIONS = `
  select d.id as destination, case when d.enabled then d.state else 'ok' end as state, coalesce((
    select (extract(epoch from now() - min(greatest(d.state_since, s.staged_at))) * 1000)::bigint
    from sluice.syncs s
    where d.enabled and d.state in ('held', 'unavailable') and s.status = 'delivering'
      and s.plan #>> '{mapping,destination}' = d.id
      and exists (select from sluice.chunks where sync_id = s.id and status = 'open')
  ), 0)::bigint as "waitingMs"
  from sluice.destinations d order by d.id`
