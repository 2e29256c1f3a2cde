import { describe, expect, test } from '@jest/globals'
import type { Schedule } from '../domain/index.ts'
import { findNextRun } from './find-next-run.ts'

/** So many runs after an instant, to the minute. */
function listRuns(schedule: Schedule, after: string, count: number): string[] {
  const runs: string[] = []
  let from = new Date(after)
  for (let run = 0; run < count; run += 1) {
    const next = findNextRun(schedule, from)
    if (next === null) return [...runs, 'never']
    runs.push(next.toISOString().replace(':00.000Z', 'Z'))
    from = next
  }
  return runs
}

type Case = readonly [cron: string, after: string, runs: string]

// Each line: what the clock of the zone does, in local time; the runs that are wanted,
// in UTC, worked out by hand from that.
const ZONES: readonly (readonly [zone: string, clock: string, cases: readonly Case[]])[] = [
  [
    'America/Santiago',
    '2024-09-08 00:00 becomes 01:00',
    [
      ['0 0 * * *', '2024-09-07T12:00Z', '2024-09-08T04:00Z 2024-09-09T03:00Z 2024-09-10T03:00Z'],
      ['30 0 * * *', '2024-09-07T12:00Z', '2024-09-08T04:00Z 2024-09-09T03:30Z'],
      ['0 0 8 9 *', '2024-01-01T00:00Z', '2024-09-08T04:00Z 2025-09-08T03:00Z'],
      ['0 1 * * *', '2024-09-07T12:00Z', '2024-09-08T04:00Z 2024-09-09T04:00Z'],
      ['0,30 0,1 * * *', '2024-09-07T12:00Z', '2024-09-08T04:00Z 2024-09-08T04:30Z 2024-09-09T03:00Z'],
    ],
  ],
  [
    'America/Santiago',
    '2024-04-07 00:00 becomes 23:00 of the day before',
    [
      ['30 23 * * *', '2024-04-06T12:00Z', '2024-04-07T02:30Z 2024-04-08T03:30Z'],
      ['0 0 * * *', '2024-04-06T12:00Z', '2024-04-07T04:00Z 2024-04-08T04:00Z'],
      ['30 23 6 4 *', '2024-04-07T02:30Z', '2025-04-07T03:30Z'],
    ],
  ],
  [
    'Africa/Cairo',
    '2024-04-26, a Friday, 00:00 becomes 01:00',
    [
      ['0 0 * * *', '2024-04-25T12:00Z', '2024-04-25T22:00Z 2024-04-26T21:00Z'],
      ['15 0 * * 5', '2024-04-25T12:00Z', '2024-04-25T22:00Z 2024-05-02T21:15Z'],
    ],
  ],
  [
    'Asia/Beirut',
    '2024-03-31 00:00 becomes 01:00',
    [['45 0 * * *', '2024-03-30T12:00Z', '2024-03-30T22:00Z 2024-03-31T21:45Z']],
  ],
  [
    'America/Havana',
    '2024-03-10 00:00 becomes 01:00, 2024-11-03 01:00 becomes 00:00',
    [
      ['0 0 * * *', '2024-03-09T12:00Z', '2024-03-10T05:00Z 2024-03-11T04:00Z'],
      ['30 0 * * *', '2024-11-02T12:00Z', '2024-11-03T04:30Z 2024-11-04T05:30Z'],
    ],
  ],
  [
    'America/Asuncion',
    '2023-10-01 00:00 becomes 01:00',
    [['59 0 1 * *', '2023-09-15T00:00Z', '2023-10-01T04:00Z 2023-11-01T03:59Z']],
  ],
  [
    'Australia/Lord_Howe',
    'half an hour: 2024-10-06 02:00 becomes 02:30, 2024-04-07 02:00 becomes 01:30',
    [
      ['15 2 * * *', '2024-10-05T12:00Z', '2024-10-05T15:30Z 2024-10-06T15:15Z'],
      ['30,45 2 * * *', '2024-10-05T12:00Z', '2024-10-05T15:30Z 2024-10-05T15:45Z 2024-10-06T15:30Z'],
      ['45 1 * * *', '2024-04-06T12:00Z', '2024-04-06T14:45Z 2024-04-07T15:15Z'],
    ],
  ],
  [
    'America/St_Johns',
    'at a minute past midnight: 2009-03-08 00:01 becomes 01:01, and 2009-11-01 00:01 becomes 23:01 of the day before',
    [
      ['0 0 * * *', '2009-03-07T12:00Z', '2009-03-08T03:30Z 2009-03-09T02:30Z'],
      ['45 0 * * *', '2009-03-07T12:00Z', '2009-03-08T03:31Z 2009-03-09T03:15Z'],
      ['30 23 * * *', '2009-10-31T12:00Z', '2009-11-01T02:00Z 2009-11-02T03:00Z'],
      ['0 0 * * *', '2009-10-31T12:00Z', '2009-11-01T02:30Z 2009-11-02T03:30Z'],
    ],
  ],
  [
    'Pacific/Apia',
    'there is no 2011-12-30',
    [
      ['0 12 * * *', '2011-12-29T00:00Z', '2011-12-29T22:00Z 2011-12-30T10:00Z 2011-12-30T22:00Z'],
      ['0 12 30 * *', '2011-12-01T00:00Z', '2011-12-30T10:00Z 2012-01-29T22:00Z'],
      ['0 0 * * 5', '2011-12-29T00:00Z', '2011-12-30T10:00Z 2012-01-05T10:00Z'],
    ],
  ],
  [
    'Africa/Casablanca',
    'for Ramadan 2024-03-10 03:00 becomes 02:00, after it 2024-04-14 02:00 becomes 03:00',
    [
      ['30 2 * * *', '2024-03-09T12:00Z', '2024-03-10T01:30Z 2024-03-11T02:30Z'],
      ['30 2 * * *', '2024-04-13T12:00Z', '2024-04-14T02:00Z 2024-04-15T01:30Z'],
    ],
  ],
  [
    'Antarctica/Troll',
    'two hours: 2024-03-31 01:00 becomes 03:00, 2024-10-27 03:00 becomes 01:00',
    [
      ['30 1,2 * * *', '2024-03-30T12:00Z', '2024-03-31T01:00Z 2024-03-31T23:30Z 2024-04-01T00:30Z'],
      ['30 1 * * *', '2024-10-26T12:00Z', '2024-10-26T23:30Z 2024-10-28T01:30Z'],
      ['0 * * * *', '2024-10-26T23:30Z', '2024-10-27T00:00Z 2024-10-27T03:00Z'],
    ],
  ],
  [
    'Europe/Dublin',
    'standard time is that of summer: 2024-03-31 01:00 becomes 02:00, 2024-10-27 02:00 becomes 01:00',
    [
      ['30 1 * * *', '2024-03-30T12:00Z', '2024-03-31T01:00Z 2024-04-01T00:30Z'],
      ['30 1 * * *', '2024-10-26T12:00Z', '2024-10-27T00:30Z 2024-10-28T01:30Z'],
    ],
  ],
  [
    'Asia/Kathmandu',
    'a quarter of an hour, once: 1986-01-01 00:00 becomes 00:15',
    [
      ['5 0 * * *', '1985-12-31T12:00Z', '1985-12-31T18:30Z 1986-01-01T18:20Z'],
      ['0 6 * * *', '2026-01-01T12:00Z', '2026-01-02T00:15Z'],
    ],
  ],
  [
    'Asia/Pyongyang',
    '2018-05-04 23:30 becomes 00:00 of the day after',
    [
      ['45 23 * * *', '2018-05-03T12:00Z', '2018-05-03T15:15Z 2018-05-04T15:00Z 2018-05-05T14:45Z'],
      ['45 23 4 5 *', '2018-01-01T00:00Z', '2018-05-04T15:00Z 2019-05-04T14:45Z'],
    ],
  ],
  [
    'Europe/Berlin',
    '2024-03-31 02:00 becomes 03:00, 2024-10-27 03:00 becomes 02:00',
    [
      ['30 2 * * *', '2024-03-30T12:00Z', '2024-03-31T01:00Z 2024-04-01T00:30Z'],
      ['*/30 2 * * *', '2024-10-26T12:00Z', '2024-10-27T00:00Z 2024-10-27T00:30Z 2024-10-28T01:00Z'],
      // Who asks in the second of the two hours is told of the time after both.
      ['*/30 * * * *', '2024-10-27T01:10Z', '2024-10-27T02:00Z 2024-10-27T02:30Z'],
    ],
  ],
]

describe.each(ZONES)('in %s (%s)', (timezone, _what, cases) => {
  test.each(cases)('%s after %s runs at %s', (cron, after, runs) => {
    expect(listRuns({ cron, timezone }, after, runs.split(' ').length)).toEqual(runs.split(' '))
  })
})

test.each([
  [{ every: '15m' }, '2026-01-01T00:07Z', '2026-01-01T00:15Z 2026-01-01T00:30Z'],
  [{ every: '1d' }, '2026-01-01T00:00Z', '2026-01-02T00:00Z 2026-01-03T00:00Z'],
  [{ every: 'often' }, '2026-01-01T00:00Z', 'never'],
  [{ cron: '0 6 * * 1-5' }, '2026-01-02T06:00Z', '2026-01-05T06:00Z 2026-01-06T06:00Z'],
  [{ cron: '0 6 L * *' }, '2026-01-31T06:00Z', '2026-02-28T06:00Z'],
  [{ cron: '0 0 29 2 *' }, '2026-01-01T00:00Z', '2028-02-29T00:00Z 2032-02-29T00:00Z'],
  [{ cron: '0 0 31 4,6 *' }, '2026-01-01T00:00Z', 'never'],
  [{ cron: '99 * * * *' }, '2026-01-01T00:00Z', 'never'],
  [{ cron: '0 6 * * *', timezone: 'Mars/Olympus' }, '2026-01-01T00:00Z', 'never'],
] as const)('%j after %s runs at %s', (schedule, after, runs) => {
  expect(listRuns(schedule, after, runs.split(' ').length)).toEqual(runs.split(' '))
})
