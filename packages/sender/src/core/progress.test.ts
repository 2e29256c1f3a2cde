import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { EventOutcome } from './event-outcome.ts'
import { advanceProgress, createProgress, decodeProgress, encodeProgress } from './progress.ts'

const outcome = fc.constantFrom<EventOutcome>(
  { kind: 'delivered' },
  { kind: 'dead', code: 'rejected', reason: 'the Tracking API rejected the event (HTTP 400)' },
  { kind: 'undecided', reason: 'HTTP 503', notBeforeMs: null },
)

describe('progress', () => {
  test('keeps what each run decided, aligned by index, until nothing is left to send', () => {
    fc.assert(
      fc.property(
        fc.array(outcome),
        fc.array(fc.array(outcome, { maxLength: 20 }), { maxLength: 5 }),
        (first, later) => {
          let progress = createProgress(first.length)
          for (const run of [first, ...later]) {
            const before = progress
            const left = progress.filter((known) => known === null).length
            const outcomes = Array.from(
              { length: left },
              (_none, index): EventOutcome => run[index] ?? { kind: 'delivered' },
            )
            progress = advanceProgress(progress, outcomes)
            const decided = outcomes.filter(({ kind }) => kind !== 'undecided').length
            expect(progress.filter((known) => known === null)).toHaveLength(left - decided)
            expect(before.every((known, index) => known === null || progress[index] === known)).toBe(true)
          }
        },
      ),
    )
  })

  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(outcome), fc.uint8Array(), (outcomes, bytes) => {
        const payload = Buffer.from(bytes)
        const progress = advanceProgress(createProgress(outcomes.length), outcomes)
        expect(decodeProgress(encodeProgress(payload, progress), payload, outcomes.length)).toEqual(progress)
      }),
    )
  })

  test('counts for nothing beside another payload, or when there is none', () => {
    const stored = encodeProgress(Buffer.from('these events'), [{ kind: 'delivered' }])
    expect(decodeProgress(stored, Buffer.from('other events'), 1)).toEqual([null])
    expect(decodeProgress(null, Buffer.from('these events'), 1)).toEqual([null])
  })
})
