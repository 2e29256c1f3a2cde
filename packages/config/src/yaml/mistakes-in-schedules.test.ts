import { describe, expect, test } from '@jest/globals'
import { listMistakes } from '../testing/config-file.ts'

describe('a mistake in a schedule is told with its place', () => {
  test.each([
    [
      'a schedule that is too dense',
      'every: 15m',
      'every: 59s',
      ['20 mappings[0].schedule.every: must be a length of time of a minute or more, such as 15m, 6h or 1d'],
    ],
    [
      'a schedule without a unit',
      'every: 15m',
      'every: 15',
      ['20 mappings[0].schedule.every: must be a length of time such as 15m, 6h or 1d'],
    ],
    [
      'a misspelt schedule',
      'every: 15m',
      'evry: 15m',
      ['20 mappings[0].schedule.evry: unknown key (did you mean "every"?)'],
    ],
    [
      'a schedule in a word',
      '{ every: 15m }',
      'daily',
      [
        '20 mappings[0].schedule: unknown schedule "daily": must be manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }',
      ],
    ],
    [
      'cron with six fields',
      'every: 15m',
      'cron: "0 0 6 * * 1"',
      [
        '20 mappings[0].schedule.cron: must be five fields of cron (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7), such as "0 6 * * 1-5"',
      ],
    ],
    [
      'cron out of range',
      'every: 15m',
      'cron: "0 25 * * *"',
      [
        '20 mappings[0].schedule.cron: must be five fields of cron (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7), such as "0 6 * * 1-5"',
      ],
    ],
    [
      'cron that never comes',
      'every: 15m',
      'cron: "0 0 31 2 *"',
      ['20 mappings[0].schedule.cron: never comes: none of its months has such a day'],
    ],
    [
      'cron that has its time drawn',
      'every: 15m',
      'cron: "H 6 * * *"',
      ['20 mappings[0].schedule.cron: must name its times: H, which has one drawn, is not known here'],
    ],
    [
      'an unknown time zone',
      'every: 15m',
      'cron: "0 6 * * *", timezone: Mars/Olympus',
      ['20 mappings[0].schedule.timezone: must be a time zone such as Europe/Berlin or UTC'],
    ],
    [
      'a schedule of two kinds',
      'every: 15m',
      'every: 15m, cron: "0 6 * * *"',
      ['20 mappings[0].schedule.cron: must not stand beside the other keys: they belong to another kind'],
    ],
  ] as [string, string, string, string[]][])('%s', (_what, search, replacement, mistakes) => {
    expect(listMistakes(search, replacement)).toEqual(mistakes)
  })
})
