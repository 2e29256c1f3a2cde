import type { Queryable } from '../database/database.ts'

/** What was delivered at a time, and is not counted yet. */
export interface Delivery {
  readonly destination: string
  readonly at: Date
  /** The day of it, UTC: `2026-11-27`. */
  readonly day: string
  readonly delivered: number
  readonly dead: number
  /** See `sealUsers`. */
  readonly users: Buffer | null
}

interface DeliveryRow {
  destination_id: string
  at: Date
  delivered: number
  dead: number
  users: Buffer | null
}

/** Notes that an event was delivered which belongs to no sync; `call` is what was reserved for it, if anything. */
export async function recordDelivery(
  db: Queryable,
  destination: string,
  call: string | null = null,
): Promise<void> {
  await db.query(
    `with released as (delete from sluice.reserved_calls where sync_id = $2 and chunk = 0)
     insert into sluice.deliveries (destination_id, delivered) values ($1, 1)`,
    [destination, call],
  )
}

/** Takes what was delivered first, at most `limit` pieces: whoever takes it counts it in the same transaction. */
export async function takeDeliveries(tx: Queryable, limit: number): Promise<readonly Delivery[]> {
  const { rows } = await tx.query<DeliveryRow>(
    `delete from sluice.deliveries where id in (select id from sluice.deliveries order by id limit $1)
     returning destination_id, at, delivered, dead, users`,
    [limit],
  )
  return rows.map(({ destination_id: destination, at, ...counts }) => ({
    destination,
    at,
    day: at.toISOString().slice(0, 10),
    ...counts,
  }))
}
