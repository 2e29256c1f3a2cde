import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { SeqRange } from '../port.ts'
import { subtractRanges } from './subtract-ranges.ts'

const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 30 }))

const toRanges = (numbers: readonly number[]): SeqRange[] => {
  const ranges: { fromSeq: number; toSeq: number }[] = []
  for (const seq of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && last.toSeq === seq - 1) last.toSeq = seq
    else ranges.push({ fromSeq: seq, toSeq: seq })
  }
  return ranges.toReversed()
}
const toSeqs = (ranges: readonly SeqRange[]): number[] =>
  ranges.flatMap(({ fromSeq, toSeq }) =>
    Array.from({ length: toSeq - fromSeq + 1 }, (_, index) => fromSeq + index),
  )

test('of ranges, what is in none of others is left, once and in order', () => {
  fc.assert(
    fc.property(seqs, seqs, (numbers, others) => {
      expect(toSeqs(subtractRanges(toRanges(numbers), toRanges(others)))).toEqual(
        numbers.filter((seq) => !others.includes(seq)).toSorted((a, b) => a - b),
      )
    }),
  )
})
