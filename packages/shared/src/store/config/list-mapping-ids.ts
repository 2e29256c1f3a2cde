import type { Queryable } from '../database/database.ts'

/** The ids of the first mappings, in order. */
export async function listMappingIds(db: Queryable, limit: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>('select id from sluice.mappings order by id limit $1', [
    limit,
  ])
  return rows.map(({ id }) => id)
}
