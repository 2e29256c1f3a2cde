import { expect, test } from '@jest/globals'
import { parseDurationMs } from './duration.ts'

test.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['6h', 21_600_000],
  ['1d', 86_400_000],
  ['0m', null],
  ['15', null],
  ['15 m', null],
  ['-5m', null],
  ['1.5h', null],
])('%s is %p ms', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms)
})
