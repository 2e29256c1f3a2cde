import { CronExpressionParser, type CronExpression } from 'cron-parser'

/** A line of cron that has been understood, and comes. */
export interface Cron {
  /** The first time that the line names after another, both as a clock without summer time shows them. */
  readonly nextWallMs: (afterMs: number) => number
}

/**
 * Why a line of cron is none: `malformed`, `hashed` (it leaves the time to a draw), or
 * `never` (no month has such a day).
 */
export type CronProblem = 'malformed' | 'hashed' | 'never'

const NAMES = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b/gi
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * Reads five fields of cron. The parser draws where a line says H, and so would another time at every start; it
 * is not asked for time zones either, as it leaves out runs at their changes: what it walks is a calendar in UTC.
 */
export function readCron(line: string): Cron | CronProblem {
  const fields = line.trim().split(/\s+/)
  if (fields.length !== 5) return 'malformed'
  if (/h/i.test(line.replaceAll(NAMES, ''))) return 'hashed'
  try {
    // Whatever its month: of a single month the parser refuses the day by itself.
    const days = CronExpressionParser.parse(fields.with(3, '*').join(' '), { tz: 'UTC' })
    const months = CronExpressionParser.parse(fields.with(2, '*').join(' '), { tz: 'UTC' })
    if (!hasDay(days, months)) return 'never'
    CronExpressionParser.parse(line, { tz: 'UTC' })
  } catch {
    return 'malformed'
  }
  return {
    nextWallMs: (afterMs) =>
      CronExpressionParser.parse(line, { tz: 'UTC', currentDate: new Date(afterMs) })
        .next()
        .getTime(),
  }
}

/** A day of the week comes in every month, a day of the month only where the month has it; either is enough. */
function hasDay(days: CronExpression, months: CronExpression): boolean {
  const { dayOfMonth, dayOfWeek } = days.fields
  if (!dayOfWeek.isWildcard || dayOfMonth.hasLastChar) return true
  const first = Math.min(...dayOfMonth.values.map(Number))
  return months.fields.month.values.some((month) => first <= (DAYS_IN_MONTH[month - 1] ?? 0))
}
