import type { Queryable } from '../database/database.ts'

/** What became of the events of the syncs that ended within an hour. */
export interface Deliveries {
  /** When the hour began, ISO-8601 UTC. */
  readonly at: string
  readonly delivered: number
  /** Dead letters of every stage. */
  readonly dead: number
}

/** What was delivered in each of the last hours, of syncs that began within them; hours with nothing are left out. */
export async function countDeliveries(db: Queryable, hours: number): Promise<readonly Deliveries[]> {
  const { rows } = await db.query<{ at: Date; delivered: string; dead: string }>(
    `select date_trunc('hour', finished_at, 'UTC') as at, sum(delivered) as delivered, sum(invalid + dead) as dead
     from sluice.syncs
     where created_at > now() - make_interval(hours => $1) and finished_at is not null and delivered + invalid + dead > 0
     group by 1 order by 1`,
    [hours],
  )
  return rows.map(({ at, delivered, dead }) => ({
    at: at.toISOString(),
    delivered: Number(delivered),
    dead: Number(dead),
  }))
}
