import { readDatabaseTime, type Queryable } from '../store/index.ts'
import type { JobLease } from './job-lease.ts'

/**
 * Until when a job is surely the caller's own, by the clock of the control database (epoch); null when it is not any more. What is
 * written there on the strength of the job is written with this instant, so that it is refused if the writer was stopped in between.
 */
export async function readLeaseEnd(
  db: Queryable,
  lease: Pick<JobLease, 'readLeftMs'>,
): Promise<number | null> {
  // In this order: what is left counts from an instant that is not before this one.
  const now = await readDatabaseTime(db)
  const leftMs = await lease.readLeftMs()
  return leftMs === 0 ? null : now.getTime() + leftMs
}
