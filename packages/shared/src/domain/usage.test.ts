import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findBillingMonth, listUsageWarnings, parseBillingMonth } from './usage.ts'

describe('a billing month', () => {
  test.each([
    ['2026-11-27T12:00:00Z', null, '2026-11', '2026-11-01', '2026-12-01'],
    ['2026-11-01T00:00:00Z', 1, '2026-11', '2026-11-01', '2026-12-01'],
    ['2026-10-31T23:59:59.999Z', 1, '2026-10', '2026-10-01', '2026-11-01'],
    ['2026-11-09T23:59:59.999Z', 10, '2026-10', '2026-10-10', '2026-11-10'],
    ['2026-11-10T00:00:00Z', 10, '2026-11', '2026-11-10', '2026-12-10'],
    ['2027-01-05T00:00:00Z', 28, '2026-12', '2026-12-28', '2027-01-28'],
    ['2028-02-29T00:00:00Z', 28, '2028-02', '2028-02-28', '2028-03-28'],
  ])('of %s, begun on day %s, is %s', (at, day, name, from, to) => {
    expect(findBillingMonth(new Date(at), day)).toEqual({ name, from, to })
    expect(parseBillingMonth(name, day)).toEqual({ name, from, to })
  })

  test('holds the instant that it is found by, and ends where the next one begins', () => {
    const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 28 }), (at, day) => {
        const { from, to } = findBillingMonth(at, day)
        expect(new Date(from).getTime()).toBeLessThanOrEqual(at.getTime())
        expect(new Date(to).getTime()).toBeGreaterThan(at.getTime())
        expect(findBillingMonth(new Date(to), day).from).toBe(to)
      }),
    )
  })

  test.each(['2026-13', '2026-00', '2026', 'november', '26-11', '2026-11-01', ''])('is not %j', (name) => {
    expect(parseBillingMonth(name)).toBeNull()
  })
})

describe('a warning', () => {
  const usage = {
    id: 'segment',
    workspace: null,
    from: '2026-11-01',
    to: '2026-12-01',
    apiCalls: 0,
    mtus: 0,
    callsAllowance: 1_000,
    mtuAllowance: 100,
    maxCallsPerMonth: null,
  }
  test.each([
    [{ apiCalls: 799, mtus: 79 }, []],
    [{ apiCalls: 800 }, ['calls 80 80']],
    [{ apiCalls: 1_000, mtus: 99 }, ['calls 100 100', 'mtus 99 80']],
    [{ apiCalls: 2_500, maxCallsPerMonth: 2_600 }, ['calls 250 100', 'max_calls 96 80']],
    [{ apiCalls: 5_000, callsAllowance: null }, []],
  ])('of %j is %j', (used, words) => {
    const warnings = listUsageWarnings({ ...usage, ...used })
    expect(warnings.map(({ of, percent, level }) => `${of} ${percent} ${level}`)).toEqual(words)
  })
})
