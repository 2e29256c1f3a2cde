import type { Queryable } from '../database/database.ts'
import { RUNNING } from './statuses.ts'
import { JOIN_WAITING } from './sync-waiting.ts'

/** What a mapping may have that a person should look at. */
export type Trouble = 'failed' | 'waiting' | 'letters'

/** Mappings with a trouble: how many, and the first of them. */
export interface Troubled {
  readonly total: number
  readonly mappings: readonly string[]
}

// Each with what is worst of it first.
const QUESTIONS: Readonly<Record<Trouble, string>> = {
  failed: `
    select m.id, row_number() over (order by m.id) as rank
    from sluice.mappings m cross join lateral (
      select status from sluice.syncs where mapping_id = m.id and origin <> 'dry_run' order by created_at desc, id limit 1
    ) last where last.status = 'failed'`,
  waiting: `
    select m.id, row_number() over (order by waiting.since, m.id) as rank
    from sluice.syncs s join sluice.mappings m on m.id = s.mapping_id ${JOIN_WAITING}
    where s.status in ${RUNNING} and s.origin <> 'dry_run' and waiting.reason is not null`,
  letters: `
    select m.id, row_number() over (order by letters.open desc, m.id) as rank
    from (
      select mapping_id, count(*) as open from sluice.dead_letters where status = 'open' group by mapping_id
    ) letters join sluice.mappings m on m.id = letters.mapping_id`,
}

/**
 * Mappings whose last sync failed, whose running sync waits, and which have open dead letters: `limit` of each, and how
 * many there are. However many mappings there are, few rows leave the database.
 */
export async function listTroubled(
  db: Queryable,
  limit: number,
): Promise<Readonly<Record<Trouble, Troubled>>> {
  const read = async (trouble: Trouble): Promise<Troubled> => {
    const { rows } = await db.query<{ id: string; total: number }>(
      `select id, count(*) over () as total from (${QUESTIONS[trouble]}) found order by rank limit $1`,
      [limit],
    )
    return { total: rows[0]?.total ?? 0, mappings: rows.map(({ id }) => id) }
  }
  const [failed, waiting, letters] = await Promise.all([read('failed'), read('waiting'), read('letters')])
  return { failed, waiting, letters }
}
