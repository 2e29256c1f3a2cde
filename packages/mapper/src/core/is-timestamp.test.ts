import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isTimestamp } from './is-timestamp.ts'

test.each([
  '2026-03-01',
  '2026-03-01T06:00Z',
  '2026-03-01T06:00:00',
  '2026-03-01T06:00:00Z',
  '2026-03-01T06:00:00.123Z',
  '2026-03-01T06:00:00.123456+02:00',
  '2026-03-01T06:00:00+0200',
  '2026-03-01T23:59:60Z',
  '2024-02-29T00:00:00Z',
  '2000-02-29',
])('%s is a timestamp', (text) => {
  expect(isTimestamp(text)).toBe(true)
})

test.each([
  ['', 'empty'],
  ['not a date', 'words'],
  ['1700000000000', 'milliseconds'],
  ['2026-03-01 06:00:00+00', 'a space for the T'],
  ['2026-02-29', 'a day that the year lacks'],
  ['2100-02-29', 'no leap year in a century'],
  ['2026-04-31', 'a day that the month lacks'],
  ['2026-13-01', 'a month too many'],
  ['2026-00-10', 'no month'],
  ['2026-03-00', 'no day'],
  ['2026-03-01T24:00:00.000Z', 'an hour too many'],
  ['2026-03-01T06:60:00.000Z', 'a minute too many'],
  ['2026-03-01T06:00:61.000Z', 'a second too many'],
  ['2026-03-01T06:00:00.0x0Z', 'a letter in the fraction'],
  ['0026-03-01', 'a year from a typing error'],
  ['20260-03-01', 'five digits of year'],
  ['9999-12-31T00:00:00Z', 'a year for "never"'],
  ['2026-3-1', 'digits missing'],
  ['2026-03-01Tx', 'no time'],
])('%j is none: %s', (text) => {
  expect(isTimestamp(text)).toBe(false)
})

test('every instant that JavaScript writes in these years is a timestamp', () => {
  const range = {
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('2199-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  }
  fc.assert(fc.property(fc.date(range), (date) => expect(isTimestamp(date.toISOString())).toBe(true)))
})

test('text that JavaScript cannot read as a date is no timestamp', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(Number.isNaN(Date.parse(text)))
      expect(isTimestamp(text)).toBe(false)
    }),
  )
})
