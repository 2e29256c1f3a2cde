import type { Answers, AskedRow } from '@sluice/shared/domain'

/** What the rows of one answer may take together, in bytes: an answer may take a megabyte, also when it is sealed. */
const ROWS_LIMIT_BYTES = 600_000

/** Of two rows of one record, each. */
const ROW_LIMIT_BYTES = 300_000

/** As many of the first rows as can be shown together. */
export function cutRows(
  rows: readonly AskedRow[],
  limitBytes = ROWS_LIMIT_BYTES,
): Pick<Answers['rows'], 'rows' | 'isCut'> {
  let bytes = 0
  const fitting = rows.findIndex(({ recordId, row }) => {
    bytes += Buffer.byteLength(row) + Buffer.byteLength(recordId ?? '')
    return bytes > limitBytes
  })
  return fitting === -1 ? { rows, isCut: false } : { rows: rows.slice(0, fitting), isCut: true }
}

/** A row of a record, without its content where that is too large to be shown. */
export function cutRow<Row extends { readonly row: string | null }>(row: Row): Row {
  return row.row !== null && Buffer.byteLength(row.row) > ROW_LIMIT_BYTES ? { ...row, row: null } : row
}
