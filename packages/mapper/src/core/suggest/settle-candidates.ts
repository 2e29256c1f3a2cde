import type { Match } from './match-column.ts'

/** A column that fits a field. */
export interface Candidate extends Match {
  readonly field: string
  readonly column: string
  /** Where the field stands among those of its action, by which equal scores of one column are told apart. */
  readonly order: readonly [place: number, fact: number]
}

/** Which columns fields take, and which of them several fit alike. */
export interface Settled {
  readonly chosen: readonly Candidate[]
  readonly ties: readonly { readonly field: string; readonly columns: readonly string[] }[]
}

/** Scores that are nearer to each other say nothing. */
const ALIKE = 0.03

/**
 * Gives each field the column that fits it best, and each column to one field. Where the best two fit alike, the
 * field is left open. A column that holds a whole object leaves no room for members of it.
 */
export function settleCandidates(candidates: readonly Candidate[]): Settled {
  const sorted = candidates.toSorted(
    (one, other) =>
      other.score - one.score || compareOrder(one, other) || compareText(one.column, other.column),
  )
  const chosen = new Map<string, Candidate>()
  const ties = new Map<string, readonly string[]>()
  const taken = new Set<string>()
  for (const candidate of sorted) {
    const { field, column, score } = candidate
    if (taken.has(column) || chosen.has(field) || ties.has(field)) continue
    const rivals = sorted.filter(
      (other) => other.field === field && !taken.has(other.column) && score - other.score < ALIKE,
    )
    const columns = [...new Set(rivals.map((rival) => rival.column))]
    if (columns.length > 1) ties.set(field, columns)
    else {
      chosen.set(field, candidate)
      taken.add(column)
    }
  }
  const open = [...chosen.values()].filter(({ field }) => !isWithin(field, chosen))
  return {
    chosen: open.toSorted(compareOrder),
    ties: [...ties]
      .filter(([field]) => !isWithin(field, chosen))
      .map(([field, columns]) => ({ field, columns })),
  }
}

function isWithin(field: string, chosen: ReadonlyMap<string, Candidate>): boolean {
  const parts = field.split('.')
  return parts.some((_, length) => length > 0 && chosen.has(parts.slice(0, length).join('.')))
}

function compareOrder({ order: [a, b] }: Candidate, { order: [c, d] }: Candidate): number {
  return a - c || b - d
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
