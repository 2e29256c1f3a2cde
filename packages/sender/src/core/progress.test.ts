import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { EventOutcome } from './event-outcome.ts'
import { advanceProgress } from './progress.ts'

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
          let progress = advanceProgress(
            first.map(() => null),
            [],
          )
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
})
