import type { Answers, AskedRow } from '@sluice/shared/domain'

/** What the rows of one answer may take together, in bytes: an answer may take a megabyte, also when it is sealed. */
const ROWS_LIMIT_BYTES = 600_000

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
