import type { TypedQueue } from '@sluice/shared/queues'

/** States of a job that operators ask for. */
export const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const

/** How many jobs a queue holds, and since when its next one waits. */
export interface QueueState {
  readonly queue: string
  readonly jobs: Readonly<Record<(typeof JOB_STATES)[number], number>>
  /** When the next job was added or last tried; null when none waits. */
  readonly waitingSince: Date | null
}

/** Reads the state of each queue. */
export function readQueues(
  queues: readonly Pick<TypedQueue<object>, 'name' | 'raw'>[],
): Promise<readonly QueueState[]> {
  return Promise.all(
    queues.map(async ({ name, raw }) => {
      const [counts, [next]] = await Promise.all([
        raw.getJobCounts(...JOB_STATES),
        // In the order in which workers take them: the first has waited longest.
        raw.getJobs(['waiting'], 0, 0, true),
      ])
      return {
        queue: name,
        jobs: {
          waiting: counts['waiting'] ?? 0,
          active: counts['active'] ?? 0,
          delayed: counts['delayed'] ?? 0,
          failed: counts['failed'] ?? 0,
        },
        // A job that was deferred has not waited in line for all its life.
        waitingSince: next === undefined ? null : new Date(Math.max(next.timestamp, next.processedOn ?? 0)),
      }
    }),
  )
}
