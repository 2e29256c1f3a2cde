import { expect, test } from '@jest/globals'
import { countChange, judgeMemory } from './judge-memory.ts'

const wanted = (order: 'reset' | 'baseline' | null, epoch: number, generation: number) => ({
  order,
  epoch,
  generation,
})

test.each([
  ['as old as it should be', { epoch: 5, generation: 3 }, { kind: 'keep', epoch: 5 }],
  ['newer: the control database is the older one', { epoch: 7, generation: 4 }, { kind: 'keep', epoch: 7 }],
  ['older', { epoch: 5, generation: 2 }, { kind: 'outdated' }],
  ['gone', { epoch: 0, generation: 0 }, { kind: 'outdated' }],
])('a memory that is %s', (_name, manifest, verdict) => {
  expect(judgeMemory(manifest, wanted(null, 5, 3))).toEqual(verdict)
})

test('a mapping that has never committed begins its epoch, or goes on in that of a memory that is there', () => {
  expect(judgeMemory({ epoch: 0, generation: 0 }, wanted(null, 5, 0))).toEqual({ kind: 'keep', epoch: 5 })
  expect(judgeMemory({ epoch: 2, generation: 9 }, wanted(null, 5, 0))).toEqual({ kind: 'keep', epoch: 2 })
})

test.each([
  ['that is right', { epoch: 5, generation: 3 }, { kind: 'forget', epoch: 6 }],
  ['that is old', { epoch: 5, generation: 1 }, { kind: 'forget', epoch: 6 }],
  ['that is gone', { epoch: 0, generation: 0 }, { kind: 'forget', epoch: 6 }],
  ['that has been reset already', { epoch: 6, generation: 3 }, { kind: 'keep', epoch: 6 }],
  ['that has been reset later', { epoch: 9, generation: 3 }, { kind: 'keep', epoch: 9 }],
])('a reset of a memory %s', (_name, manifest, verdict) => {
  expect(judgeMemory(manifest, wanted('reset', 6, 3))).toEqual(verdict)
})

test('a baseline takes any memory, and goes on under ids that were never used', () => {
  expect(judgeMemory({ epoch: 5, generation: 1 }, wanted('baseline', 6, 3))).toEqual({
    kind: 'keep',
    epoch: 6,
  })
  expect(judgeMemory({ epoch: 6, generation: 3 }, wanted('baseline', 6, 3))).toEqual({
    kind: 'keep',
    epoch: 7,
  })
})

test.each([
  ['is counted', 3, 3, { isCurrent: true, isBaseline: false }, 4],
  [
    'is counted from what the memory says, which the control database has missed',
    5,
    3,
    { isCurrent: true, isBaseline: false },
    6,
  ],
  ['makes a memory that is older no younger', 2, 3, { isCurrent: true, isBaseline: false }, 2],
  ['makes one that a baseline takes as it is the present', 2, 3, { isCurrent: true, isBaseline: true }, 4],
  ['is not counted where the mapping has gone', 3, 3, { isCurrent: false, isBaseline: false }, 3],
])('a change of a memory %s', (_name, known, wanted, how, generation) => {
  expect(countChange(known, wanted, how)).toBe(generation)
})
