import type { Queryable } from './database.ts'

/** The instant now by the clock of the control database, the one that every process can ask. */
export async function readDatabaseTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>('select clock_timestamp() as now')
  return rows[0]?.now ?? new Date()
}
