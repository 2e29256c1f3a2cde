import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findNextRun } from './find-next-run.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const YEARS = [1996, 2011, 2024]
const STEP_MS = 10 * DAY_MS

/** A minute of a zone: when it began, and what the zone's clock showed, as the time of a clock in UTC. */
interface Minute {
  readonly atMs: number
  readonly wallMs: number
}

interface Fields {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly days: readonly number[]
  readonly weekdays: readonly number[]
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What the zone's clock shows, to the minute. */
function readWallMs(zone: string, atMs: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, format)
  return Date.parse(`${format.format(atMs).replace(' ', 'T')}Z`)
}

const readOffsetMs = (zone: string, atMs: number): number => readWallMs(zone, atMs) - atMs

/** The days in which a clock of the world is set, each once: zones that do the same are one. */
function listChanges(): { readonly zone: string; readonly dayMs: number }[] {
  const changes = new Map<string, { zone: string; dayMs: number }>()
  for (const zone of Intl.supportedValuesOf('timeZone'))
    for (const year of YEARS) {
      let before = readOffsetMs(zone, Date.UTC(year, 0, 1))
      for (let dayMs = Date.UTC(year, 0, 1); dayMs < Date.UTC(year + 1, 0, 1); dayMs += STEP_MS) {
        const after = readOffsetMs(zone, dayMs + STEP_MS)
        if (before !== after) {
          let day = dayMs
          while (readOffsetMs(zone, day + DAY_MS) === before) day += DAY_MS
          const key = `${day} ${before} ${after}`
          if (!changes.has(key)) changes.set(key, { zone, dayMs: day })
        }
        before = after
      }
    }
  return [...changes.values()]
}

const minutesOfChanges = new Map<string, readonly Minute[]>()

/** Minute by minute from the day before a change to the day after it. */
function listMinutes(zone: string, dayMs: number): readonly Minute[] {
  const key = `${zone} ${dayMs}`
  const known = minutesOfChanges.get(key)
  if (known !== undefined) return known
  const minutes = Array.from({ length: 3 * 1_440 }, (_, index) => {
    const atMs = dayMs - DAY_MS + index * MINUTE_MS
    return { atMs, wallMs: readWallMs(zone, atMs) }
  })
  minutesOfChanges.set(key, minutes)
  return minutes
}

function isWanted({ minutes, hours, days, weekdays }: Fields, wallMs: number): boolean {
  const wall = new Date(wallMs)
  const isDay =
    days.length > 0 && weekdays.length > 0
      ? days.includes(wall.getUTCDate()) || weekdays.includes(wall.getUTCDay())
      : (days.length === 0 || days.includes(wall.getUTCDate())) &&
        (weekdays.length === 0 || weekdays.includes(wall.getUTCDay()))
  return (
    minutes.includes(wall.getUTCMinutes()) &&
    (hours.length === 0 || hours.includes(wall.getUTCHours())) &&
    isDay
  )
}

/** When each wanted time of the calendar is first shown, or first passed: every minute of the calendar is looked at. */
function listExpected(fields: Fields, minutes: readonly Minute[]): string[] {
  const expected = new Set<number>()
  let latestMs = minutes[0]?.wallMs ?? 0
  for (const { atMs, wallMs } of minutes)
    for (; latestMs < wallMs;) {
      latestMs += MINUTE_MS
      if (isWanted(fields, latestMs)) expected.add(atMs)
    }
  return [...expected].map((ms) => new Date(ms).toISOString())
}

const list = (least: number, most: number, longest: number): fc.Arbitrary<number[]> =>
  fc.uniqueArray(fc.integer({ min: least, max: most }), { maxLength: longest })
const format = (values: readonly number[]): string => (values.length === 0 ? '*' : values.join(','))

test('around every change of time of every zone a cron meets each local time once, at the first instant that shows or passes it', () => {
  const changes = listChanges()
  expect(changes.length).toBeGreaterThan(40)
  fc.assert(
    fc.property(
      fc.constantFrom(...changes),
      fc.record({
        minutes: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 3 }),
        hours: fc.oneof(list(0, 23, 3), list(0, 3, 3)),
        days: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, list(1, 31, 20)),
        weekdays: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, list(0, 6, 4)),
      }),
      ({ zone, dayMs }, fields) => {
        const { minutes, hours, days, weekdays } = fields
        const cron = `${format(minutes)} ${format(hours)} ${format(days)} * ${format(weekdays)}`
        const watched = listMinutes(zone, dayMs)
        // The first day is only looked at: a clock that was put back before it showed later times.
        const fromMs = dayMs
        const untilMs = watched.at(-1)?.atMs ?? 0
        const runs: string[] = []
        let next = findNextRun({ cron, timezone: zone }, new Date(fromMs))
        while (next !== null && next.getTime() <= untilMs) {
          runs.push(next.toISOString())
          next = findNextRun({ cron, timezone: zone }, next)
        }
        const expected = listExpected(fields, watched).filter((run) => Date.parse(run) > fromMs)
        expect({ zone, cron, runs }).toEqual({ zone, cron, runs: expected })
      },
    ),
    { numRuns: 200 },
  )
})
