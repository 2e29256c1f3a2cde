import { parseDurationMs, type Schedule } from '@sluice/shared/domain'
import { CronExpressionParser } from 'cron-parser'

/**
 * The first beat of a schedule after an instant; null when there is none to come. An `every` beats on a grid that starts with the
 * epoch, a cron is read by the parser that BullMQ runs it with.
 */
export function findNextBeat(schedule: Schedule, after: Date): Date | null {
  if ('every' in schedule) {
    const every = parseDurationMs(schedule.every)
    return every === null ? null : new Date((Math.floor(after.getTime() / every) + 1) * every)
  }
  try {
    return CronExpressionParser.parse(schedule.cron, { currentDate: after, tz: schedule.timezone ?? 'UTC' })
      .next()
      .toDate()
  } catch {
    return null
  }
}
