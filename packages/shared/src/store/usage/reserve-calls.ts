import { findBillingMonth, type BillingMonth } from '../../domain/index.ts'
import type { Database, Queryable } from '../database/database.ts'

/** What a chunk asks for: as many calls as it has events, of a destination that may make `limit` in a billing month. */
export interface CallsRequest {
  readonly destination: string
  readonly sync: string
  readonly chunk: number
  readonly calls: number
  readonly limit: number
  readonly billingDay: number | null
}

/** What it was given. */
export interface ReservedCalls {
  /** Of its events, how many may be posted in this month, those that were before among them. */
  readonly calls: number
  /** Until the next month begins, in ms by the clock of the database. */
  readonly monthEndsInMs: number
}

/**
 * Reserves calls of the billing month that runs, as many as are left, before any of them is made: what was delivered
 * and what is reserved never come to more than the limit, whoever asks at the same time. What a chunk has got stays
 * its own until it is settled; nothing of this lies in Redis. Of a sync that ends with calls that nobody knows to have
 * arrived they stay reserved for the month: rather some too few than one too many.
 */
export function reserveCalls(db: Database, request: CallsRequest): Promise<ReservedCalls> {
  const { destination, sync, chunk, calls, limit, billingDay } = request
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`sluice/calls/${destination}`])
    const { rows: clock } = await tx.query<{ now: Date }>('select clock_timestamp() as now')
    const now = clock[0]?.now ?? new Date()
    const month = findBillingMonth(now, billingDay)
    const left = Math.max(0, limit - (await countCalls(tx, destination, month, { sync, chunk })))
    const { rows } = await tx.query<{ calls: number }>(
      `insert into sluice.reserved_calls (sync_id, chunk, month, destination_id, calls)
       select sync_id, chunk, $3, $4, $5 from sluice.chunks where sync_id = $1 and chunk = $2 and status = 'open'
       on conflict (sync_id, chunk, month) do update set calls = greatest(reserved_calls.calls, excluded.calls)
       returning calls`,
      [sync, chunk, month.from, destination, Math.min(calls, left)],
    )
    return { calls: rows[0]?.calls ?? 0, monthEndsInMs: Date.parse(month.to) - now.getTime() }
  })
}

const NOBODY = { sync: '00000000-0000-0000-0000-000000000000', chunk: 0 }

/** The calls of a destination in a billing month, made or reserved, without those of one chunk. */
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
         where destination_id = $1 and month = $2 and (sync_id, chunk) <> ($4::uuid, $5::integer)
       ), 0)
     )::bigint as calls`,
    [destination, from, to, without.sync, without.chunk],
  )
  return rows[0]?.calls ?? 0
}
