import type { Schedule } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A mapping's schedule, and from when on its next run counts, by the clock of the control database. */
export interface ScheduledMapping {
  readonly mapping: string
  readonly schedule: Schedule
  readonly since: Date
}

/**
 * Makes the schedules that are counted those of now. One that is new or changed counts from now on; one that is gone,
 * or whose mapping is switched off, counts from when it is back.
 */
export async function recordSchedules(
  db: Queryable,
  wanted: readonly Pick<ScheduledMapping, 'mapping' | 'schedule'>[],
): Promise<void> {
  await db.query(
    `with wanted as (
       select mapping_id, schedule::jsonb as schedule from unnest($1::text[], $2::text[]) as wanted (mapping_id, schedule)
     ), gone as (
       delete from sluice.schedules s where not exists (select from wanted w where w.mapping_id = s.mapping_id)
     )
     insert into sluice.schedules (mapping_id, schedule)
     select w.mapping_id, w.schedule from wanted w join sluice.mappings m on m.id = w.mapping_id
     on conflict (mapping_id) do update set schedule = excluded.schedule, since = excluded.since
       where schedules.schedule <> excluded.schedule`,
    [wanted.map(({ mapping }) => mapping), wanted.map(({ schedule }) => JSON.stringify(schedule))],
  )
}

/** Every schedule that is counted, or that of one mapping. */
export async function listSchedules(
  db: Queryable,
  mapping: string | null = null,
): Promise<readonly ScheduledMapping[]> {
  const { rows } = await db.query<{ mapping_id: string; schedule: Schedule; since: Date }>(
    'select * from sluice.schedules where $1::text is null or mapping_id = $1 order by mapping_id',
    [mapping],
  )
  return rows.map(({ mapping_id, ...schedule }) => ({ mapping: mapping_id, ...schedule }))
}

/** Takes the run that is due: the next one counts from now on. False when somebody else has taken it meanwhile. */
export async function takeScheduledRun(
  db: Queryable,
  { mapping, since }: ScheduledMapping,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sluice.schedules set since = date_trunc('milliseconds', clock_timestamp())
     where mapping_id = $1 and since = $2`,
    [mapping, since],
  )
  return rowCount === 1
}
