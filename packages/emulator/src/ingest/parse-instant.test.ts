import { describe, expect, test } from '@jest/globals'
import { parseInstant } from './parse-instant.ts'

describe('parseInstant', () => {
  test.each([
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678901234+02:00', '2026-01-02T01:04:05.678Z'],
    ['2026-01-02T03:04:05-0130', '2026-01-02T04:34:05.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  ])('%s is an instant', (text, instant) => {
    expect(new Date(parseInstant(text)!).toISOString()).toBe(instant)
  })

  test.each([
    '',
    'now',
    '1700000000',
    'Jan 2 2026',
    'event 1',
    '2026-01-02T25:00:00Z',
    '2026-1-2',
    null,
    0,
    {},
  ])('%j is none', (value) => {
    expect(parseInstant(value)).toBeNull()
  })
})
