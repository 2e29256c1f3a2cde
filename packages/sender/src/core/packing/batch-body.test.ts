import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ENVELOPE_BYTES, SEPARATOR_BYTES, createBatchBody } from './batch-body.ts'

describe('createBatchBody', () => {
  test('is the JSON of the batch, with the instant of the attempt', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (events) => {
        const sentAt = new Date('2026-03-01T12:00:00.123Z')
        const body = createBatchBody(
          events.map((event) => Buffer.from(JSON.stringify(event))),
          sentAt,
        )
        const expected = {
          batch: JSON.parse(JSON.stringify(events)) as unknown,
          sentAt: sentAt.toISOString(),
        }
        expect(JSON.parse(body.toString('utf8'))).toEqual(expected)
      }),
    )
  })

  test('is as long as its parts are said to be', () => {
    const lines = [Buffer.from('{"a":1}'), Buffer.from('{"ü":2}')]
    const bytes = lines.reduce((sum, line) => sum + line.length, 0)
    expect(createBatchBody(lines, new Date())).toHaveLength(ENVELOPE_BYTES + bytes + SEPARATOR_BYTES)
  })
})
