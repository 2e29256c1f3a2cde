import type { DraftQuery } from '../draft-query.ts'
import type { ModelQuery } from '../port.ts'

/**
 * A query as one with an identifier: its first column where none is chosen, since the rows are written in the same
 * way whichever it is.
 */
export function chooseIdentifier(
  { query, identifier }: DraftQuery,
  columns: readonly { readonly name: string }[],
): ModelQuery {
  return { query, identifier: identifier ?? columns[0]?.name ?? '' }
}
