import type { Column } from '../port.ts'
import { createColumnExpression } from './column-expression.ts'
import { quoteIdentifier } from './quote-identifier.ts'

/**
 * The SQL of a row's JSON text, as a mapping sees it. `place` gives the SQL of the value of a column.
 * Staging and previews write rows through it, so that the same row has the same text everywhere.
 */
export function createRowJson(
  columns: readonly Column[],
  place: (column: Column, index: number) => string,
): string {
  const fields = columns.map(
    (column, index) =>
      `${createColumnExpression(place(column, index), column.type)} as ${quoteIdentifier(column.name)}`,
  )
  return `(select row_to_json(fields.*)::text from (select ${fields.join(', ')}) as fields)`
}
