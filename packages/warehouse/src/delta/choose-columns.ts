import type { ComparedColumns } from '../requests.ts'
import type { MemoryColumns } from './manifests.ts'

/** The columns of a model that a sync has to do with. */
export interface ChosenColumns {
  /** Those by which its rows are compared with what is remembered, in the order in which they are digested. */
  readonly digested: readonly string[]
  /** Those by which they are remembered from then on, likewise: where they differ, every digest is made anew. */
  readonly next: MemoryColumns
  readonly isDigestedAnew: boolean
  /**
   * What a memory without a digest is to say of itself at once, since what is remembered of a sync may come without
   * what it has staged; null for others.
   */
  readonly claimed: MemoryColumns | null
}

/**
 * Chooses the columns by which the rows of a model are compared, given all that it has and those that `wanted` says
 * count beside the identifier. What decided before decides once more, so that a column which begins to count, or stops,
 * makes no row an update, and no row that has changed is missed; what is wanted now decides from then on. Where
 * everything counts a column that the model has gained or lost changes every row.
 */
export function chooseColumns(
  model: readonly string[],
  wanted: ComparedColumns,
  identifier: string,
  known: MemoryColumns | undefined,
): ChosenColumns {
  const rule = wanted === 'all' ? wanted : [...new Set([...wanted, identifier])].toSorted()
  const counting = pick(model, rule)
  const digested = orderLikeBefore(findCompared(model, rule, known) ?? counting, known)
  const isDigestedAnew = !isSameSet(counting, digested)
  return {
    digested,
    next: { digested: isDigestedAnew ? counting.toSorted() : digested, rule, model },
    isDigestedAnew,
    claimed:
      known?.digested.length === 0
        ? { digested, rule: known.rule === 'all' ? 'all' : rule, model: [] }
        : null,
  }
}

/** What a memory says of its columns that holds no digest. */
export const NO_COLUMNS: MemoryColumns = { digested: [], rule: [], model: [] }

/** Null where nothing is remembered that could be compared. */
function findCompared(
  model: readonly string[],
  rule: ComparedColumns,
  known: MemoryColumns | undefined,
): readonly string[] | null {
  // The first format knew no order but that of the model.
  if (known === undefined) return model
  if (known.rule !== 'all') return known.rule.length === 0 ? null : pick(model, known.rule)
  // Of columns that do not count any more it does not matter whether the model has more of them now.
  const areThere = known.digested.length > 0 && known.digested.every((name) => model.includes(name))
  return rule !== 'all' && areThere ? known.digested : model
}

function pick(model: readonly string[], rule: ComparedColumns): readonly string[] {
  return rule === 'all' ? model : model.filter((name) => rule.includes(name))
}

/** The order of columns is nobody's change: it is that of what is remembered for as long as they are the same. */
function orderLikeBefore(names: readonly string[], known: MemoryColumns | undefined): readonly string[] {
  if (known === undefined) return names
  return isSameSet(names, known.digested) ? known.digested : names.toSorted()
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left.toSorted()) === JSON.stringify(right.toSorted())
}
