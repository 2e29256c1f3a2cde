import { parseDurationMs, type Schedule } from '../domain/index.ts'
import { readCron } from './read-cron.ts'
import { findInstantMs, readLatestWallMs } from './zone-clock.ts'

/**
 * The first run of a schedule after an instant; null when none will come, or the schedule cannot be read.
 * An `every` runs on a grid that starts with the epoch. A cron runs once for each local time that it names:
 * at the first instant that shows it, and where the clock leaves it out, at the first instant after.
 */
export function findNextRun(schedule: Schedule, after: Date): Date | null {
  const afterMs = after.getTime()
  if ('every' in schedule) {
    const every = parseDurationMs(schedule.every)
    return every === null ? null : new Date((Math.floor(afterMs / every) + 1) * every)
  }
  const cron = readCron(schedule.cron)
  if (typeof cron === 'string') return null
  const zone = schedule.timezone ?? 'UTC'
  try {
    return new Date(findInstantMs(zone, cron.nextWallMs(readLatestWallMs(zone, afterMs))))
  } catch {
    return null
  }
}
