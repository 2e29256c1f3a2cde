import { expect, test } from '@jest/globals'
import { readCron } from './read-cron.ts'

test.each([
  '0 6 * * 1-5',
  '*/15 * * * *',
  '0 6 ? * THU',
  '0 0 1 MAR *',
  '0 0 L * *',
  '0 0 * * 5#3',
  '0 0 29 2 *',
  '0 0 31 2 1',
  '0 0 31 1,2 *',
])('%s is understood', (line) => {
  expect(readCron(line)).toEqual({ nextWallMs: expect.any(Function) })
})

test.each([
  ['malformed', '0 6 * *'],
  ['malformed', '0 0 6 * * *'],
  ['malformed', '@daily'],
  ['malformed', '60 * * * *'],
  ['malformed', '0 24 * * *'],
  ['malformed', '0 0 0 * *'],
  ['malformed', 'a b c d e'],
  ['hashed', 'H 6 * * *'],
  ['hashed', '0 H(1-5) * * THU'],
  ['hashed', '0 6 h/2 MAR *'],
  ['never', '0 0 31 2 *'],
  ['never', '0 0 30,31 2 *'],
  ['never', '0 0 31 4,6,9,11 *'],
  ['never', '0 0 30-31 FEB ?'],
])('%s: %s', (problem, line) => {
  expect(readCron(line)).toBe(problem)
})
