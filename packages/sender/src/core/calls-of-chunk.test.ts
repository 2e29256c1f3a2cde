import { describe, expect, test } from '@jest/globals'
import { judgeRun, listMayGo } from './calls-of-chunk.ts'
import type { DecidedOutcome, EventOutcome } from './event-outcome.ts'

const GONE: DecidedOutcome = { kind: 'delivered' }
const DEAD: DecidedOutcome = { kind: 'dead', code: 'rejected', reason: 'HTTP 400' }
const REFUSED: EventOutcome = { kind: 'undecided', reason: 'HTTP 503', notBeforeMs: null, isUnsent: true }
const SILENT: EventOutcome = { kind: 'undecided', reason: 'no answer', notBeforeMs: null }
const known = (...made: number[]) => new Set(made)

describe('the calls of a chunk', () => {
  test('go in order; a dead event takes none, and one that is made goes again for nothing', () => {
    const progress = [DEAD, null, GONE, null, null, null]
    expect([...listMayGo(progress, { calls: 2, doubted: 0, made: known(2, 4) })]).toEqual([4, 1, 3])
    expect([...listMayGo(progress, { calls: 0, doubted: 0, made: known(2) })]).toEqual([])
  })

  test.each([
    ['none where nothing has arrived', [REFUSED, REFUSED, REFUSED, REFUSED], 0, 0],
    ['those up to the last of which nobody knows', [REFUSED, SILENT, REFUSED, REFUSED], 0, 2],
    ['those of a run that died', [REFUSED, REFUSED, REFUSED, REFUSED], 3, 3],
    ['none once those of a run that died are delivered', [GONE, GONE, REFUSED, REFUSED], 2, 0],
  ] as const)('stay reserved: %s', (_what, outcomes, doubted, kept) => {
    const progress = outcomes.map((outcome) => (outcome.kind === 'delivered' ? outcome : null))
    const calls = { calls: 4, doubted, made: known() }
    expect(judgeRun([null, null, null, null], progress, outcomes, calls).doubted).toBe(kept)
  })

  test('are told once', () => {
    const calls = { calls: 2, doubted: 0, made: known(0) }
    expect(judgeRun([GONE, null, null], [GONE, GONE, null], [GONE, SILENT], calls)).toEqual({
      made: [1],
      doubted: 1,
    })
  })
})
