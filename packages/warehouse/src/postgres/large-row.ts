import { createValuesJson, type Content } from './content.ts'
import { ROW_LIMIT_BYTES } from '../delta/limits.ts'
import type { ModelColumn } from './model-column.ts'

/** The most bytes of a value whose length does not differ, as JSON, and of the punctuation around it. */
const VALUE_BYTES = 40
/** The most bytes of one byte of a text as JSON: an escape such as \u0001. */
const ESCAPE_BYTES = 6

/**
 * The SQL condition that a row of createModelSelect takes more than ROW_LIMIT_BYTES as JSON. The JSON is written
 * only for rows whose values are long enough; where the length of a value says nothing of its JSON, for all.
 */
export function createLargeRowCondition(
  columns: readonly ModelColumn[],
  content: Content,
  relation: string,
): string {
  const isLarge = `octet_length(${createValuesJson(content, relation)}) > ${ROW_LIMIT_BYTES}`
  // A composite value has the names of its fields in its JSON; a type of an extension may have any JSON.
  if (columns.some(({ isBuiltIn, isComposite, isPseudo }) => !isBuiltIn || isComposite || isPseudo))
    return isLarge
  const fixed = columns
    .map(({ name }) => Buffer.byteLength(JSON.stringify(name)) + VALUE_BYTES)
    .reduce((sum, bytes) => sum + bytes, 0)
  return `${relation}.size::int8 * ${ESCAPE_BYTES} + ${fixed} > ${ROW_LIMIT_BYTES} and ${isLarge}`
}
