import { describe, expect, test } from '@jest/globals'
import { BATCH_LIMIT_EVENTS, BODY_LIMIT_BYTES } from '@sluice/shared/domain'
import fc from 'fast-check'
import { createBatchBody } from './batch-body.ts'
import { packBatches } from './pack-batches.ts'

const anEvent = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .map((text) => ({ line: Buffer.from(JSON.stringify({ text })) }))
const limits = fc.record({
  bodyBytes: fc.integer({ min: 60, max: 400 }),
  events: fc.integer({ min: 1, max: 9 }),
})
const measure = (events: readonly { readonly line: Buffer }[]): number =>
  Buffer.byteLength(
    createBatchBody(
      events.map(({ line }) => line),
      new Date(),
    ).toString('utf8'),
  )

describe('packBatches', () => {
  test('loses nothing, doubles nothing, keeps the order', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 60 }), limits, (events, limit) => {
        expect(packBatches(events, limit).flat()).toEqual(events)
      }),
    )
  })

  test('holds both limits in bytes of the body as posted; only an event that bursts a body alone stands alone above it', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 60 }), limits, (events, limit) => {
        for (const batch of packBatches(events, limit)) {
          expect(batch.length).toBeGreaterThan(0)
          expect(batch.length).toBeLessThanOrEqual(limit.events)
          // A single event above the limit is the one exception.
          expect(Math.min(measure(batch), batch.length === 1 ? 0 : Infinity)).toBeLessThanOrEqual(
            limit.bodyBytes,
          )
        }
      }),
    )
  })

  test('fills every batch but the last: its next event would break a limit', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 60 }), limits, (events, limit) => {
        const batches = packBatches(events, limit)
        for (const [index, batch] of batches.slice(0, -1).entries()) {
          const withNext = [...batch, ...(batches[index + 1] ?? []).slice(0, 1)]
          expect(withNext.length > limit.events || measure(withNext) > limit.bodyBytes).toBe(true)
        }
      }),
    )
  })

  test('stops at 2,500 events of few bytes, and at 475,000 bytes of few events', () => {
    const small = Array.from({ length: 5_001 }, () => ({ line: Buffer.from('{}') }))
    expect(packBatches(small).map((batch) => batch.length)).toEqual([
      BATCH_LIMIT_EVENTS,
      BATCH_LIMIT_EVENTS,
      1,
    ])

    const large = Array.from({ length: 40 }, () => ({ line: Buffer.alloc(32_000, 'x') }))
    const [first = []] = packBatches(large)
    expect(measure(first)).toBeLessThanOrEqual(BODY_LIMIT_BYTES)
    expect(first).toHaveLength(14)
  })
})
