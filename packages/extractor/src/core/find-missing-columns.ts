import type { Op } from '@sluice/shared/domain'

/** A row of a dead letter, as it was staged. */
export interface LetterRow {
  readonly op: Op
  /** JSON text. */
  readonly row: string
  /** The columns that the mapping read then; absent for a row that is whole. */
  readonly columns?: readonly string[]
}

/**
 * The columns that a mapping reads now and that a letter was staged without, since the mapping did not read them then:
 * what it would make of the letter's row is not what it makes of the row in the warehouse. A column that neither the
 * letter nor the model has ever had is none of them, nor is any of a deleted row, which are all null.
 */
export function findMissingColumns(
  { op, row, columns }: LetterRow,
  read: readonly string[] | 'all',
): readonly string[] | 'all' {
  if (op === 'deleted' || columns === undefined) return []
  if (read === 'all') return read
  const unread = read.filter((name) => !columns.includes(name))
  if (unread.length === 0) return []
  const staged = parseRow(row)
  return staged === null ? [] : unread.filter((name) => !Object.hasOwn(staged, name))
}

/** A row that is no JSON is not mapped anyway. */
function parseRow(row: string): object | null {
  try {
    return JSON.parse(row) as object
  } catch {
    return null
  }
}
