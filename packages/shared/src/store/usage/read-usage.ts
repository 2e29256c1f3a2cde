import {
  findBillingMonth,
  parseBillingMonth,
  readPlan,
  type BillingMonth,
  type DestinationUsage,
} from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'
import { listPlannedDestinations, type PlannedDestination } from './planned-destinations.ts'

interface UsageRow {
  id: string
  calls: number
  mtus: number
}

/** Which billing month: the one that begins in a month such as `2026-11`, or the one that runs at an instant. */
export type UsageTime = { readonly month: string } | { readonly at: Date }

/**
 * What every destination has used in a billing month, each in its own; one that has been removed is there while it has
 * used anything. Calls are exact at every moment, MTUs follow within seconds.
 */
export async function readUsage(db: Queryable, time: UsageTime): Promise<readonly DestinationUsage[]> {
  const planned = await listPlannedDestinations(db)
  const removed = await listRemoved(db, planned, findMonth(time, null))
  const all: readonly PlannedDestination[] = [...planned, ...removed.map((id) => ({ id, options: {} }))]
  const destinations = all.map((destination) => ({
    ...destination,
    month: findMonth(time, destination.options.billingDay ?? null),
  }))
  const { rows } = await db.query<UsageRow>(
    `select asked.id, coalesce(days.calls, 0) + coalesce(fresh.calls, 0) as calls, coalesce(users.mtus, 0) as mtus
     from unnest($1::text[], $2::date[], $3::date[]) as asked (id, month_from, month_to)
     left join lateral (
       select sum(calls)::bigint as calls from sluice.usage_days
       where destination_id = asked.id and day >= month_from and day < month_to
     ) days on true
     left join lateral (
       select sum(delivered)::bigint as calls from sluice.deliveries
       where destination_id = asked.id and at >= month_from::timestamp at time zone 'utc' and at < month_to::timestamp at time zone 'utc'
     ) fresh on true
     left join sluice.usage_months users on users.destination_id = asked.id and users.month = month_from`,
    [
      destinations.map(({ id }) => id),
      destinations.map(({ month }) => month.from),
      destinations.map(({ month }) => month.to),
    ],
  )
  const used = new Map(rows.map((row) => [row.id, row]))
  return destinations.map(({ id, options, month }) => ({
    id,
    ...readPlan(options),
    from: month.from,
    to: month.to,
    apiCalls: used.get(id)?.calls ?? 0,
    mtus: used.get(id)?.mtus ?? 0,
  }))
}

function findMonth(time: UsageTime, billingDay: number | null): BillingMonth {
  if ('at' in time) return findBillingMonth(time.at, billingDay)
  const month = parseBillingMonth(time.month, billingDay)
  if (month === null) throw new TypeError(`${time.month} is no month`)
  return month
}

/** Destinations that the config does not have any more, and that were sent to in a month. */
async function listRemoved(
  db: Queryable,
  planned: readonly PlannedDestination[],
  { from, to }: BillingMonth,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select destination_id as id from sluice.usage_days where day >= $2 and day < $3 and calls > 0 and destination_id <> all ($1)
     union select destination_id from sluice.deliveries
     where at >= $2::timestamp at time zone 'utc' and at < $3::timestamp at time zone 'utc' and delivered > 0 and destination_id <> all ($1)
     order by 1`,
    [planned.map(({ id }) => id), from, to],
  )
  return rows.map(({ id }) => id)
}

/** API calls of a day, UTC, of every destination that had any. */
export async function listUsageDays(
  db: Queryable,
  { from, to }: Pick<BillingMonth, 'from' | 'to'>,
): Promise<readonly { readonly destination: string; readonly day: string; readonly calls: number }[]> {
  const { rows } = await db.query<{ destination: string; day: string; calls: number }>(
    `select destination_id as destination, day::text as day, sum(calls)::bigint as calls from (
       select destination_id, day, calls from sluice.usage_days where day >= $1 and day < $2
       union all
       select destination_id, (at at time zone 'utc')::date, delivered from sluice.deliveries
       where at >= $1::timestamp at time zone 'utc' and at < $2::timestamp at time zone 'utc'
     ) as counted group by 1, 2 having sum(calls) > 0 order by 2, 1`,
    [from, to],
  )
  return rows
}
