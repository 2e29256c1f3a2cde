import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { correctTimes } from './correct-times.ts'

const RECEIVED_AT_MS = Date.parse('2026-03-01T12:00:00.000Z')

describe('correctTimes', () => {
  test('a clock that is an hour ahead is corrected', () => {
    expect(correctTimes('2026-03-01T10:30:00.000Z', '2026-03-01T13:00:00.000Z', RECEIVED_AT_MS)).toEqual({
      originalTimestamp: '2026-03-01T10:30:00.000Z',
      sentAt: '2026-03-01T13:00:00.000Z',
      receivedAt: '2026-03-01T12:00:00.000Z',
      timestamp: '2026-03-01T09:30:00.000Z',
    })
  })

  test('without sentAt the timestamp stays as it was sent', () => {
    expect(correctTimes('2020-01-01', undefined, RECEIVED_AT_MS)).toEqual({
      originalTimestamp: '2020-01-01',
      sentAt: '2026-03-01T12:00:00.000Z',
      receivedAt: '2026-03-01T12:00:00.000Z',
      timestamp: '2020-01-01T00:00:00.000Z',
    })
  })

  test('without a timestamp the event happened when it arrived, and there is no originalTimestamp', () => {
    expect(correctTimes(null, '2026-03-01T13:00:00.000Z', RECEIVED_AT_MS)).toEqual({
      sentAt: '2026-03-01T13:00:00.000Z',
      receivedAt: '2026-03-01T12:00:00.000Z',
      timestamp: '2026-03-01T12:00:00.000Z',
    })
  })

  test('the distance between timestamp and arrival is that between the sent timestamp and sentAt', () => {
    const instant = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(instant, instant, (timestamp, sentAt) => {
        const times = correctTimes(timestamp.toISOString(), sentAt.toISOString(), RECEIVED_AT_MS)
        expect(Date.parse(times.receivedAt) - Date.parse(times.timestamp)).toBe(
          sentAt.getTime() - timestamp.getTime(),
        )
      }),
    )
  })
})
