import { describe, expect, test } from '@jest/globals'
import { HOLD_DEFAULT_MS, HOLD_MAX_MS, HOLD_MIN_MS, readHoldMs } from './read-hold-ms.ts'

const NOW_MS = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT')

describe('readHoldMs', () => {
  test.each([
    ['seconds', '30', null, 30_000],
    ['seconds with space around', ' 30 ', null, 30_000],
    ['an HTTP date', 'Wed, 21 Oct 2026 07:28:45 GMT', null, 45_000],
    ['X-RateLimit-Reset alone', null, '12', 12_000],
    ['Retry-After before X-RateLimit-Reset', '3', '120', 3_000],
    ['X-RateLimit-Reset when Retry-After is nonsense', 'soon', '12', 12_000],
    ['zero, as the shortest hold', '0', null, HOLD_MIN_MS],
    ['a date in the past, as the shortest hold', 'Wed, 21 Oct 2020 07:28:00 GMT', null, HOLD_MIN_MS],
    ['a day, as the longest hold', '86400', null, HOLD_MAX_MS],
    ['an epoch instead of a wait, as the longest hold', null, '1790000000', HOLD_MAX_MS],
    ['nothing', null, null, HOLD_DEFAULT_MS],
    ['negative seconds, as nothing', '-5', null, HOLD_DEFAULT_MS],
    ['fractions, as nothing', '1.5', null, HOLD_DEFAULT_MS],
    ['text with a number, as nothing', 'foo 5', null, HOLD_DEFAULT_MS],
    ['text that only ends like a date, as nothing', 'foo GMT', null, HOLD_DEFAULT_MS],
  ])('reads %s', (_what, retryAfter, rateLimitReset, holdMs) => {
    expect(readHoldMs({ retryAfter, rateLimitReset }, NOW_MS)).toBe(holdMs)
  })
})
