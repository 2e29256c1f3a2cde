import { SluiceError } from '@sluice/shared/errors'
import { QUERY_LIMIT_CHARACTERS } from './limits.ts'

/** `query_invalid`: what stands where a model's query should is more than one statement. */
export function severalStatementsError(modelId: string): SluiceError {
  return new SluiceError('query_invalid', `model ${modelId}: the query has more than one statement: keep one`)
}

/** `query_invalid`: a query has a parameter. */
export function parameterError(modelId: string): SluiceError {
  return new SluiceError(
    'query_invalid',
    `model ${modelId}: the query has a parameter such as $1, and nothing to fill it: write the value itself`,
  )
}

/** `query_invalid`: a statement gives no rows, or changes something. */
export function noSelectError(modelId: string): SluiceError {
  return new SluiceError(
    'query_invalid',
    `model ${modelId}: the query must be one select (or with … select, values, table) that changes nothing`,
  )
}

/** Refuses a query that is too long, with `query_invalid`. */
export function checkQueryLength(query: string, modelId: string): void {
  if (query.length <= QUERY_LIMIT_CHARACTERS) return
  throw new SluiceError(
    'query_invalid',
    `model ${modelId}: the query has ${query.length} characters, more than ${QUERY_LIMIT_CHARACTERS}: make it a view, and select from that`,
  )
}
