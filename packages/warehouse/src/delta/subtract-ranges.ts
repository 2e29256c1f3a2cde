import type { SeqRange } from '../port.ts'

/** What is in some ranges and in none of others, as ranges in ascending order; no two of either overlap. */
export function subtractRanges(
  ranges: readonly SeqRange[],
  others: readonly SeqRange[],
): readonly SeqRange[] {
  const taken = others.toSorted((a, b) => a.fromSeq - b.fromSeq)
  const left: SeqRange[] = []
  let next = 0
  for (const { fromSeq, toSeq } of ranges.toSorted((a, b) => a.fromSeq - b.fromSeq)) {
    let from = fromSeq
    while (next < taken.length && taken[next]!.fromSeq <= toSeq) {
      const hole = taken[next]!
      if (hole.fromSeq > from) left.push({ fromSeq: from, toSeq: hole.fromSeq - 1 })
      from = Math.max(from, hole.toSeq + 1)
      // It may reach into the next range.
      if (hole.toSeq > toSeq) break
      next += 1
    }
    if (from <= toSeq) left.push({ fromSeq: from, toSeq })
  }
  return left
}
