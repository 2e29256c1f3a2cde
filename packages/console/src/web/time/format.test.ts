import { expect, test } from '@jest/globals'
import { formatDuration } from './format-duration.ts'
import { formatAgo } from './format-ago.ts'
import { formatAhead } from './format-ahead.ts'

const NOW_MS = Date.parse('2026-01-02T03:04:05Z')

test.each([
  ['2026-01-02T03:04:05Z', 'just now'],
  ['2026-01-02T03:03:10Z', 'just now'],
  ['2026-01-02T02:52:00Z', '12 min ago'],
  ['2026-01-01T23:04:05Z', '4 h ago'],
  ['2025-12-25T03:04:05Z', '8 d ago'],
  ['2026-01-02T03:05:00Z', 'just now'],
])('%s was %s', (instant, expected) => {
  expect(formatAgo(instant, NOW_MS)).toBe(expected)
})

test.each([
  ['2026-01-02T03:04:05Z', 'now'],
  ['2026-01-02T03:04:45Z', 'within a minute'],
  ['2026-01-02T03:19:05Z', 'in 15 min'],
  ['2026-01-02T07:04:05Z', 'in 4 h'],
  ['2026-01-10T03:04:05Z', 'in 8 d'],
])('%s is %s', (instant, expected) => {
  expect(formatAhead(instant, NOW_MS)).toBe(expected)
})

test.each([
  [40, 'under 0.1 s'],
  [1_240, '1.2 s'],
  [9_960, '10 s'],
  [185_000, '3 min 5 s'],
  [7_830_000, '2 h 10 min'],
])('%i ms are %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected)
})
