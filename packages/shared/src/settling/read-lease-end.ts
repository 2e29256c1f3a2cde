import { LeaseLost, type JobLease } from '../queues/index.ts'
import { readDatabaseTime, type Queryable } from '../store/index.ts'

/**
 * Until when a job is surely the caller's own, by the clock of the control database (epoch);
 * throws a `LeaseLost` when it is not any more. What is written there on the strength of the
 * job is written with this instant, so that it is refused if the writer was stopped in between.
 */
export async function readLeaseEnd(db: Queryable, lease: Pick<JobLease, 'readLeftMs'>): Promise<number> {
  // In this order: what is left counts from an instant that is not before this one.
  const now = await readDatabaseTime(db)
  const leftMs = await lease.readLeftMs()
  if (leftMs === 0) throw new LeaseLost()
  return now.getTime() + leftMs
}
