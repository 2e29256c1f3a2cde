import type { Column, ModelQuery } from '../warehouse.ts'
import { createColumnExpression } from './column-expression.ts'
import { quoteIdentifier } from './quote-identifier.ts'
import { stripTerminator } from './strip-terminator.ts'

/** The query of a model as a relation `model`; the line breaks keep a comment at its end from swallowing the parenthesis. */
export function createModelRelation(query: string): string {
  return `(\n${stripTerminator(query)}\n) as model`
}

/**
 * The SQL of a model's rows: `record_id` (null when the identifier is null or empty), `row` (JSON text) and its `checksum`.
 * Staging, previews and second looks all read through it, so that the same row has the same text everywhere.
 * `offset 0` keeps the planner from merging the steps, which would write and digest each row again wherever it is named.
 */
export function createModelSelect(model: ModelQuery, columns: readonly Column[]): string {
  const fields = columns.map(
    (column) => `${createColumnExpression(column)} as ${quoteIdentifier(column.name)}`,
  )
  const identifier = quoteIdentifier(model.identifier)
  return `
    select record_id, md5(row) as checksum, row
    from (
      select nullif(model.${identifier}::text, '') collate "C" as record_id, row_to_json(fields.*)::text as row
      from ${createModelRelation(model.query)}
      cross join lateral (select ${fields.join(', ')}) as fields
      offset 0
    ) as written
    offset 0`
}

/** The row of a deleted record: every column, all null. */
export function createDeletedRow(columns: readonly Column[]): string {
  return `{${columns.map(({ name }) => `${JSON.stringify(name)}:null`).join(',')}}`
}
