import { findBillingMonth, type BillingMonth } from '../../domain/index.ts'
import type { Database, Queryable } from '../database/database.ts'

/** What a chunk asks for: calls for its events, of a destination that may make `limit` in a billing month. */
export interface CallsRequest {
  readonly destination: string
  readonly sync: string
  readonly chunk: number
  /** How many events it has. */
  readonly events: number
  readonly limit: number
  readonly billingDay: number | null
}

/** What it was given. */
export interface ReservedCalls {
  /** How many events may be posted that are not among those `made`: the first ones. */
  readonly calls: number
  /** So many of them may have been made before, by a run of which nobody knows the end. */
  readonly doubted: number
  /** Places, from 0, of the events whose calls are made and counted. */
  readonly made: readonly number[]
  readonly isShort: boolean
  /** Names these calls to `countMade`; null where the chunk is settled. */
  readonly run: string | null
  readonly month: BillingMonth
  /** Until the next month begins, in ms by the clock of the database. */
  readonly monthEndsInMs: number
}

/**
 * Reserves calls of the billing month that runs for what of a chunk is not made, as many as are left, before any of
 * them is made: what is counted and what is reserved never come to more than the limit, whoever asks at the same time.
 * What a run has used is counted by `countMade` or by what settles the chunk, and the rest given back; nothing of this
 * lies in Redis. Of a run that dies the calls stay reserved for the month: rather some too few than one too many.
 */
export function reserveCalls(db: Database, request: CallsRequest): Promise<ReservedCalls> {
  const { destination, sync, chunk, events, limit, billingDay } = request
  return db.transaction(async (tx) => {
    const { month, monthEndsInMs } = await enterMonth(tx, destination, billingDay)
    const left = Math.max(0, limit - (await countCalls(tx, destination, month, { sync, chunk })))
    const { rows: known } = await tx.query<{ made: readonly number[]; doubted: number }>(
      `select array (
         select generate_series(lower(part), upper(part) - 1) from sluice.reserved_calls, unnest(made) as part
         where sync_id = $1 and chunk = $2
       ) as made, coalesce((
         select calls from sluice.reserved_calls where sync_id = $1 and chunk = $2 and month = $3
       ), 0) as doubted`,
      [sync, chunk, month.from],
    )
    const { made = [], doubted = 0 } = known[0] ?? {}
    const wanted = Math.max(0, events - made.length)
    const isShort = wanted > Math.max(doubted, left)
    // A chunk that is settled meanwhile reserves nothing.
    const { rows } = await tx.query<{ calls: number; run: string }>(
      `insert into sluice.reserved_calls (sync_id, chunk, month, destination_id, calls, run, held_at)
       select sync_id, chunk, $3, $4, $5, gen_random_uuid(), case when $6 then clock_timestamp() end
       from sluice.chunks where sync_id = $1 and chunk = $2 and status = 'open' for share
       on conflict (sync_id, chunk, month) do update set
         calls = greatest(reserved_calls.calls, excluded.calls), run = excluded.run,
         held_at = coalesce(excluded.held_at, reserved_calls.held_at)
       returning calls, run`,
      [sync, chunk, month.from, destination, Math.min(wanted, left), isShort],
    )
    const { calls = 0, run = null } = rows[0] ?? {}
    return { calls, doubted, made, isShort, run, month, monthEndsInMs }
  })
}

/**
 * Reserves one call that belongs to no sync: its name for `recordDelivery`, or null with the end of the month where
 * all are made. One that nobody records stays reserved for the month.
 */
export function reserveCall(
  db: Database,
  { destination, limit, billingDay }: Pick<CallsRequest, 'destination' | 'limit' | 'billingDay'>,
): Promise<{ readonly call: string | null; readonly monthTo: string }> {
  return db.transaction(async (tx) => {
    const { month } = await enterMonth(tx, destination, billingDay)
    if ((await countCalls(tx, destination, month)) >= limit) return { call: null, monthTo: month.to }
    const { rows } = await tx.query<{ call: string }>(
      `insert into sluice.reserved_calls (sync_id, chunk, month, destination_id, calls)
       values (gen_random_uuid(), 0, $1, $2, 1) returning sync_id as call`,
      [month.from, destination],
    )
    return { call: rows[0]?.call ?? null, monthTo: month.to }
  })
}

/** The billing month that runs, once nobody else reserves calls of the destination. */
async function enterMonth(
  tx: Queryable,
  destination: string,
  billingDay: number | null,
): Promise<{ readonly month: BillingMonth; readonly monthEndsInMs: number }> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`sluice/calls/${destination}`])
  const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now')
  const now = rows[0]?.now ?? new Date()
  const month = findBillingMonth(now, billingDay)
  return { month, monthEndsInMs: Date.parse(month.to) - now.getTime() }
}

const NOBODY = { sync: '00000000-0000-0000-0000-000000000000', chunk: 0 }

/**
 * The calls of a destination in a billing month, made or reserved, without those that one chunk has reserved. What was
 * reserved of a month that overlaps, under another billing day, counts too.
 */
export async function countCalls(
  db: Queryable,
  destination: string,
  { from, to }: BillingMonth,
  without: { readonly sync: string; readonly chunk: number } = NOBODY,
): Promise<number> {
  // In one statement: what is settled or counted meanwhile is in one of the three, and in no second.
  const { rows } = await db.query<{ calls: number }>(
    `select (
       coalesce((
         select sum(calls) from sluice.usage_days where destination_id = $1 and day >= $2 and day < $3
       ), 0) + coalesce((
         select sum(delivered) from sluice.deliveries
         where destination_id = $1 and at >= $2::timestamp at time zone 'utc' and at < $3::timestamp at time zone 'utc'
       ), 0) + coalesce((
         select sum(calls) from sluice.reserved_calls
         where destination_id = $1 and month > $2::date - interval '1 month' and month < $3
           and (sync_id, chunk) <> ($4::uuid, $5::integer)
       ), 0)
     )::bigint as calls`,
    [destination, from, to, without.sync, without.chunk],
  )
  return rows[0]?.calls ?? 0
}
