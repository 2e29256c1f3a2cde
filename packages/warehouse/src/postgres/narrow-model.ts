import type { ModelQuery } from '../port.ts'
import type { ModelColumn } from './model-column.ts'
import { createModelRelation } from './model-relation.ts'
import { createRecordId } from './model-select.ts'
import { quoteIdentifier } from './quote-identifier.ts'

/** Texts that a type takes, where comparing as this type finds the same rows as comparing texts, along an index. */
const LOOKED_UP: Readonly<Record<string, RegExp>> = {
  int2: /^(0|-?[1-9]\d{0,3})$/,
  int4: /^(0|-?[1-9]\d{0,8})$/,
  int8: /^(0|-?[1-9]\d{0,17})$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  text: /^/,
  varchar: /^/,
}

/** The model with only the rows that have a record id, which is bound to `$1`. */
export function narrowToRecord(
  model: ModelQuery,
  columns: readonly ModelColumn[],
  recordId: string,
): ModelQuery {
  const condition = `${createRecordId(model, columns)} = $1::text`
  return narrow(model, columns, { column: model.identifier, text: recordId, condition })
}

/** The model with only the rows that have a value in a column, whose text is bound to `$1`. */
export function narrowToValue(
  model: ModelQuery,
  columns: readonly ModelColumn[],
  { column, text }: { readonly column: string; readonly text: string },
): ModelQuery {
  return narrow(model, columns, {
    column,
    text,
    condition: `model.${quoteIdentifier(column)}::text = $1::text`,
  })
}

function narrow(
  model: ModelQuery,
  columns: readonly ModelColumn[],
  { column, text, condition }: { readonly column: string; readonly text: string; readonly condition: string },
): ModelQuery {
  const type = columns.find(({ name }) => name === column)
  const isLookedUp = type?.isBuiltIn === true && LOOKED_UP[type.typeName]?.test(text) === true
  const lookUp = isLookedUp ? ` and model.${quoteIdentifier(column)} = $1::text::${type.typeName}` : ''
  return { ...model, query: `select * from ${createModelRelation(model.query)} where ${condition}${lookUp}` }
}
