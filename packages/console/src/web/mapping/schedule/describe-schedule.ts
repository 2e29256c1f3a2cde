import { toString as describeCron } from 'cronstrue'
import { parseDurationMs, type Schedule } from '@sluice/shared/domain'
import { findNextRun } from '@sluice/shared/schedule'

/** A schedule for whoever reads it: what it says, and when that is next. */
export interface ScheduleWords {
  readonly words: string
  /** The next runs, in the schedule's own time zone; none for a mapping that is started by hand. */
  readonly runs: readonly string[]
}

/** How many runs are told. */
const RUNS = 3

/** A schedule that has been validated in words, with its next three runs after an instant. */
export function describeSchedule(schedule: Schedule | null, now: Date): ScheduleWords {
  if (schedule === null) return { words: 'Only when somebody starts it', runs: [] }
  const zone = 'cron' in schedule ? (schedule.timezone ?? 'UTC') : 'UTC'
  const runs = listNextRuns(schedule, now).map((run) => formatRun(run, zone))
  return { words: `${findWords(schedule)}, ${zone}`, runs }
}

function listNextRuns(schedule: Schedule, now: Date): readonly Date[] {
  const runs: Date[] = []
  while (runs.length < RUNS) {
    const next = findNextRun(schedule, runs.at(-1) ?? now)
    if (next === null) break
    runs.push(next)
  }
  return runs
}

function findWords(schedule: Schedule): string {
  if ('cron' in schedule) return describeCron(schedule.cron, { use24HourTimeFormat: true })
  const ms = parseDurationMs(schedule.every) ?? 0
  const [count, unit] = UNITS.map(([unit, unitMs]) => [ms / unitMs, unit] as const).find(([count]) =>
    Number.isInteger(count),
  ) ?? [ms / 1_000, 'second']
  return count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

function formatRun(run: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return parts.format(run)
}
