import type { DestinationOptions } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A destination with what was planned for it; one that has been removed has no plan. */
export interface PlannedDestination {
  readonly id: string
  readonly options: DestinationOptions
}

/** Every destination with what was planned for it, write keys left alone. */
export async function listPlannedDestinations(db: Queryable): Promise<readonly PlannedDestination[]> {
  const { rows } = await db.query<{ id: string; options: DestinationOptions }>(
    'select id, options from sluice.destinations order by id',
  )
  return rows
}

/** What was planned for one destination; nothing for one that has been removed. */
export async function readPlannedOptions(db: Queryable, destination: string): Promise<DestinationOptions> {
  const { rows } = await db.query<{ options: DestinationOptions }>(
    'select options from sluice.destinations where id = $1',
    [destination],
  )
  return rows[0]?.options ?? {}
}
