import type { Waiting } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { RUNNING } from './statuses.ts'

/** What `JOIN_WAITING` adds to a row of `sluice.syncs s`. */
export interface WaitingRow {
  waiting_reason: string | null
  waiting_since: Date | null
  waiting_until: Date | null
}

/** The columns of `WaitingRow`, as SQL. */
export const WAITING_FIELDS =
  'waiting.reason as waiting_reason, waiting.since as waiting_since, waiting.until as waiting_until'

// A sync is picked up at once where an extractor has a place free.
const QUEUED_PATIENCE = `interval '5 seconds'`

/**
 * Joins `sluice.syncs s` with what it waits for, first things first: its destination
 * while chunks are open, what an extractor has told, an extractor at all. Nothing has to
 * be cleared when a destination goes on: every sync that goes there is told of its state.
 */
export const JOIN_WAITING = `left join lateral (
    select reasons.* from (
      select 1 as rank,
        case when d.enabled then format('destination %s is %s (%s)', d.id, d.state, d.state_reason)
          else format('destination %s is disabled', d.id) end as reason,
        greatest(case when d.enabled then d.state_since else d.updated_at end, s.staged_at) as since,
        case when d.enabled then d.state_until end as until
      from sluice.destinations d
      where s.status = 'delivering' and d.id = s.plan #>> '{mapping,destination}'
        and (not d.enabled or d.state in ('held', 'unavailable'))
        and exists (select from sluice.chunks where sync_id = s.id and status = 'open')
      union all
      select 2, s.waiting_reason, s.waiting_since, s.waiting_until
      where s.status in ${RUNNING} and s.waiting_reason is not null
      union all
      select 3, 'no extractor has taken the sync yet', s.created_at, null
      where s.status = 'queued' and s.created_at < now() - ${QUEUED_PATIENCE}
    ) reasons order by rank limit 1
  ) waiting on true`

/** What a joined row says of waiting. */
export function parseWaiting({
  waiting_reason: reason,
  waiting_since: since,
  waiting_until: until,
}: WaitingRow): Waiting | null {
  if (reason === null || since === null) return null
  return { reason, since: since.toISOString(), until: until?.toISOString() ?? null }
}

/**
 * Notes why a running sync does not get on at the moment, and for how long, if that is
 * known; since when stays while the reason does.
 */
export async function recordSyncWaiting(
  db: Queryable,
  id: string,
  { reason, untilInMs }: { readonly reason: string; readonly untilInMs: number | null },
): Promise<void> {
  await db.query(
    `update sluice.syncs set waiting_reason = $2,
       waiting_since = case when waiting_reason = $2 then waiting_since else now() end,
       waiting_until = now() + make_interval(secs => $3::double precision / 1000)
     where id = $1 and status in ${RUNNING}`,
    [id, reason, untilInMs],
  )
}

/** Notes that a running sync gets on. */
export async function recordSyncGoesOn(db: Queryable, id: string): Promise<void> {
  await db.query(
    `update sluice.syncs set waiting_reason = null, waiting_since = null, waiting_until = null
     where id = $1 and waiting_reason is not null and status in ${RUNNING}`,
    [id],
  )
}
