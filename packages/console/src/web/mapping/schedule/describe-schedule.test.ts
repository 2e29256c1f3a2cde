import { expect, test } from '@jest/globals'
import type { Schedule } from '@sluice/shared/domain'
import { describeSchedule } from './describe-schedule.ts'

const NOW = new Date('2026-03-27T05:30:00Z')

test.each<[Schedule | null, string, readonly string[]]>([
  [null, 'Only when somebody starts it', []],
  [
    { every: '15m' },
    'Every 15 minutes, UTC',
    ['Fri, 27 Mar 2026, 05:45', 'Fri, 27 Mar 2026, 06:00', 'Fri, 27 Mar 2026, 06:15'],
  ],
  [
    { every: '1d' },
    'Every day, UTC',
    ['Sat, 28 Mar 2026, 00:00', 'Sun, 29 Mar 2026, 00:00', 'Mon, 30 Mar 2026, 00:00'],
  ],
  [
    { every: '90s' },
    'Every 90 seconds, UTC',
    ['Fri, 27 Mar 2026, 05:31', 'Fri, 27 Mar 2026, 05:33', 'Fri, 27 Mar 2026, 05:34'],
  ],
  // The clocks of Berlin go forward between the first and the second.
  [
    { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' },
    'At 06:00, Monday through Friday, Europe/Berlin',
    ['Mon, 30 Mar 2026, 06:00', 'Tue, 31 Mar 2026, 06:00', 'Wed, 1 Apr 2026, 06:00'],
  ],
  [
    { cron: '30 */6 * * *' },
    'At 30 minutes past the hour, every 6 hours, UTC',
    ['Fri, 27 Mar 2026, 06:30', 'Fri, 27 Mar 2026, 12:30', 'Fri, 27 Mar 2026, 18:30'],
  ],
])('of %j the words are %j, and it tells the next runs', (schedule, words, runs) =>
  expect(describeSchedule(schedule, NOW)).toEqual({ words, runs }),
)
