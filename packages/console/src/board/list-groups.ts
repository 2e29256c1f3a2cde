import type { Job, Queue } from 'bullmq'

/** What the board's Clean all leaves alone: jobs that failed later than this before it. */
const CLEAN_GRACE_MS = 5_000

const PAGE = 100

/**
 * The jobs of groups that Clean all is about to remove, a page at a time; those that parked
 * within its grace stay, and so do their letters.
 */
export async function* listGroups(queue: Queue, nowMs: number): AsyncGenerator<Job> {
  // All ids at once: groups may go while we are at it, and pages would shift.
  const ids = await queue.getRanges(['failed'], 0, -1)
  for (let first = 0; first < ids.length; first += PAGE) {
    const jobs = await Promise.all(ids.slice(first, first + PAGE).map((id) => queue.getJob(id)))
    for (const job of jobs) {
      if (job?.finishedOn !== undefined && job.finishedOn <= nowMs - CLEAN_GRACE_MS) yield job
    }
  }
}
