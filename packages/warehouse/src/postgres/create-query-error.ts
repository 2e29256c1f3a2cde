import { SluiceError } from '@sluice/shared/errors'
import { DatabaseError } from 'pg'
import { classifyError } from './classify-error.ts'
import { lowerFirst } from './create-server-error.ts'

/**
 * The error of a model's query that the server would not parse; `query` is empty when the parsed text is
 * another. Nothing has run at this point, no function either, so the server's message speaks of the query alone.
 */
export function createQueryError(error: unknown, modelId: string, query: string): unknown {
  if (!(error instanceof DatabaseError) || classifyError(error) !== 'statement') return error
  const position = Number(error.position ?? 0)
  const line = position > 0 && query !== '' ? `, query line ${findLine(query, position)}` : ''
  return new SluiceError('query_invalid', `model ${modelId}${line}: ${readWords(error)}`, { cause: error })
}

/**
 * The error of the statement around a model's query that the server would not parse:
 * some type of its columns cannot be compared or sent.
 */
export function createColumnsError(error: unknown, modelId: string): unknown {
  if (!(error instanceof DatabaseError) || classifyError(error) !== 'statement') return error
  const message = `model ${modelId}: its columns cannot be compared, ${readWords(error)}: cast them in the query, such as column::text`
  return new SluiceError('query_invalid', message, { cause: error })
}

function readWords({ message, hint }: DatabaseError): string {
  return lowerFirst(message) + (hint === undefined ? '' : ` (${lowerFirst(hint)})`)
}

/** The line, from 1, of a position that counts characters from 1, as Postgres does. */
export function findLine(query: string, position: number): number {
  return Array.from(query)
    .slice(0, position - 1)
    .join('')
    .split('\n').length
}
