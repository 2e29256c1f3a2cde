import { isError, SluiceError } from '@sluice/shared/errors'
import { readLine } from './file-errors.ts'
import type { DuckdbSettings } from './options.ts'

// What DuckDB begins its messages with; row values may stand in what follows.
const KIND = /^(?:Failed to extract statements: )?([A-Z][A-Za-z ]*?) Error: /
const NAMED_BY_QUERY = new Set(['Parser', 'Binder', 'Catalog', 'Syntax', 'Permission', 'Not implemented'])

/** What kind of error DuckDB says it is: `Conversion`, `Out of Memory`; null for what is not from DuckDB. */
export function readKind(error: unknown): string | null {
  if (!isError(error) || error instanceof SluiceError) return null
  return KIND.exec(error.message)?.[1] ?? null
}

/** The error without DuckDB's message, in which row values may stand; what logs an error logs its cause too. */
export function withoutData(kind: string): Error {
  return Object.assign(new Error(`${kind.toLowerCase()} error`), { name: 'DuckDBError' })
}

/** An error of a statement of Sluice's own; what is not from DuckDB comes back as it is. */
export function createStatementError(
  error: unknown,
  { sourceId, state, memoryLimit }: DuckdbSettings,
): unknown {
  const kind = readKind(error)
  if (kind === null) return error
  const cause = withoutData(kind)
  const place = `source ${sourceId}: ${state}`
  if (kind === 'Out of Memory') {
    const message = `${place} needs more memory than ${memoryLimit}, or more room for what it puts aside: raise memory_limit of the source, or free some of the disk`
    return new SluiceError('warehouse_busy', message, { cause })
  }
  if (kind === 'IO') {
    const message = `${place} cannot be read or written (io error): is its disk full, or gone? it is tried again`
    return new SluiceError('warehouse_busy', message, { cause })
  }
  if (kind === 'TransactionContext' || kind === 'Transaction')
    return new SluiceError('warehouse_busy', `${place} was changed by another meanwhile: it is tried again`, {
      cause,
    })
  return new SluiceError('unexpected', `${place} failed a statement of Sluice (${cause.message})`, { cause })
}

/**
 * The error of a model's query that DuckDB would not parse or bind; nothing has run, so the message speaks of the
 * query alone.
 */
export function createQueryError(error: unknown, modelId: string, lineOffset = 0): unknown {
  const kind = readKind(error)
  if (kind === null || kind === 'INTERRUPT') return error
  const message = (error as Error).message
  const line = Number(/\n\s*LINE (\d+):/.exec(message)?.[1] ?? 0) - lineOffset
  const place = `model ${modelId}${line > 0 ? `, query line ${line}` : ''}`
  if (kind === 'Permission') {
    return new SluiceError(
      'query_invalid',
      `${place}: the query reads a file, which its source does not allow: name the folder in read_directories of the source`,
      { cause: error },
    )
  }
  const words = lowerFirst(readLine(error).replace(KIND, ''))
  const isOfQuery = NAMED_BY_QUERY.has(kind)
  return new SluiceError('query_invalid', `${place}: ${isOfQuery ? words : `${kind.toLowerCase()} error`}`, {
    cause: isOfQuery ? error : withoutData(kind),
  })
}

const RUN_ADVICE: Readonly<Record<string, string>> = {
  'Out of Memory':
    'it needs more than memory_limit of the source, or more room in its temp_directory: give it more, or let the query sort and join less',
  IO: 'a file that it reads, or its temp_directory, has failed: is the disk full, or gone?',
  Permission:
    'it reads a file, which its source does not allow: name the folder in read_directories of the source',
}

/** The error of a model's query that failed while it ran; row values are left out. */
export function createRunError(error: unknown, modelId: string): unknown {
  const kind = readKind(error)
  if (kind === null || kind === 'INTERRUPT') return error
  const advice = RUN_ADVICE[kind] ?? 'run it in DuckDB to see the row, which is not shown here'
  const cause = withoutData(kind)
  return new SluiceError(
    'query_failed',
    `model ${modelId}: the query failed while it ran (${cause.message}): ${advice}`,
    { cause },
  )
}

function lowerFirst(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line
}
