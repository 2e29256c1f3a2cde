import type { Destination } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** What a destination says of its ceilings. */
export type Ceilings = Pick<Destination, 'eventsPerSecond' | 'requestsPerSecond'>

/** The ceilings of a destination, for whoever may not open its write key; none where it is not there any more. */
export async function readCeilings(db: Queryable, id: string): Promise<Ceilings> {
  const { rows } = await db.query<Ceilings & { id: string }>(
    `select events_per_second as "eventsPerSecond", requests_per_second as "requestsPerSecond"
     from sluice.destinations where id = $1`,
    [id],
  )
  return rows[0] ?? { eventsPerSecond: null, requestsPerSecond: null }
}
