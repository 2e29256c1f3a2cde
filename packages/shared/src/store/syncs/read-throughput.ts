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
 * The throughput of a sync as its chunks tell it, in 60 steps of at least a second; null before anything has
 * settled, and once it has ended and its chunks are summed into it.
 */
export async function readThroughput(db: Queryable, sync: string): Promise<Throughput | null> {
  const { rows } = await db.query<{ from: Date; step_seconds: number; step: number; delivered: number }>(
    `with settled as (
       select greatest(0, extract(epoch from c.settled_at - s.staged_at))::double precision as at, c.delivered, s.staged_at
       from sluice.chunks c join sluice.syncs s on s.id = c.sync_id
       where c.sync_id = $1 and c.status = 'settled'
     ), width as (select greatest(1, ceil(max(at) / $2))::double precision as step_seconds from settled)
     select min(staged_at) as from, step_seconds, floor(at / step_seconds)::integer as step, sum(delivered)::double precision as delivered
     from settled, width where staged_at is not null group by step_seconds, step order by step`,
    [sync, STEPS],
  )
  const [first] = rows
  if (first === undefined) return null
  const counts = new Map(rows.map(({ step, delivered }) => [step, delivered]))
  const last = rows.at(-1)?.step ?? 0
  return {
    from: first.from.toISOString(),
    stepSeconds: first.step_seconds,
    delivered: Array.from({ length: last + 1 }, (_, step) => counts.get(step) ?? 0),
  }
}
