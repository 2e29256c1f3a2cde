import type { Database } from '../database/database.ts'

/** What a run of a chunk's job has made of the calls that it had reserved. */
export interface MadeCalls {
  readonly destination: string
  readonly sync: string
  readonly chunk: number
  /** Of which month they were reserved: the day on which it begins, and the first that is not in it. */
  readonly month: { readonly from: string; readonly to: string }
  /** Places of the events that were delivered and are not counted yet. */
  readonly made: readonly number[]
  /** A count of their distinct users, sealed. */
  readonly users: Buffer | null
  /** See `reserveCalls`: what another run has reserved since stays as it is. */
  readonly run: string | null
  /** So many stay reserved, since they may have been made. */
  readonly doubted: number
}

/**
 * Counts the calls that were made of a chunk which is not done yet, in the month in which they were reserved, and gives
 * back those that were not; each event once, whoever tells of it. Nothing of a chunk that is settled.
 */
export async function countMade(db: Database, calls: MadeCalls): Promise<void> {
  const { destination, sync, chunk, month, made, users, run, doubted } = calls
  await db.transaction(async (tx) => {
    const { rows } = await tx.query(
      `select from sluice.chunks where sync_id = $1 and chunk = $2 and status = 'open' and gone_out is null for update`,
      [sync, chunk],
    )
    if (rows.length === 0) return
    await tx.query(
      `with fresh as (
         select coalesce(range_agg(int4range(place, place, '[]')), '{}') - coalesce((
           select range_agg(part) from sluice.reserved_calls, unnest(made) as part where sync_id = $1 and chunk = $2
         ), '{}') as places from unnest($4::integer[]) as place
       ), counted as (
         insert into sluice.deliveries (destination_id, at, delivered, users)
         select $5, least(now(), $6::timestamp at time zone 'utc' - interval '1 millisecond'), delivered, $7
         from (select sum(upper(part) - lower(part)) as delivered from fresh, unnest(places) as part) as counts
         where delivered > 0
       )
       update sluice.reserved_calls set calls = case when run = $9 then $8 else calls end, made = made + places from fresh
       where sync_id = $1 and chunk = $2 and month = $3`,
      [sync, chunk, month.from, made, destination, month.to, users, doubted, run],
    )
  })
}
