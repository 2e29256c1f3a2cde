import type { Queryable } from '../database/database.ts'

/** How fast a sync delivers: the events of each step of time, from when its rows were staged. */
export interface Throughput {
  readonly from: string
  readonly stepSeconds: number
  /** How many events arrived in each step. */
  readonly delivered: readonly number[]
}

const STEPS = 60

/**
 * SQL of the throughput that settled chunks tell, in at most 61 steps of at least a second, as JSON without its
 * beginning; null when nothing has settled. `chunks` names what has the columns of chunks.
 */
export const sumThroughput = (chunks: string, stagedAt: string): string => `(
  with settled as (
    select greatest(0, extract(epoch from settled_at - ${stagedAt}))::double precision as at, delivered
    from ${chunks} where settled_at is not null
  ), width as (select greatest(1, ceil(max(at) / ${STEPS})) as seconds from settled),
  counted as (select floor(at / seconds)::integer as step, sum(delivered) as delivered from settled, width group by 1)
  select jsonb_build_object('stepSeconds', seconds, 'delivered', (
    select jsonb_agg(coalesce(counted.delivered, 0) order by step)
    from generate_series(0, (select max(step) from counted)) as step left join counted using (step)
  ))
  from width where exists (select from settled)
)`

/**
 * The throughput of a sync: as its chunks tell it, and once it has ended and they are summed, as it was written down
 * then. null before anything has settled.
 */
export async function readThroughput(db: Queryable, sync: string): Promise<Throughput | null> {
  const { rows } = await db.query<{ from: Date | null; throughput: Omit<Throughput, 'from'> | null }>(
    `select s.staged_at as from, coalesce(
       ${sumThroughput(`(select * from sluice.chunks where sync_id = $1 and status <> 'closed') as chunks`, 's.staged_at')}, s.throughput
     ) as throughput
     from sluice.syncs s where s.id = $1`,
    [sync],
  )
  const [row] = rows
  if (row === undefined || row.from === null || row.throughput === null) return null
  return { from: row.from.toISOString(), ...row.throughput }
}
