import { isError, readErrorKind } from '../errors/index.ts'

/**
 * What BullMQ keeps and the board shows of an unexpected error: its kind, and never a message that might quote a row.
 */
export function failedJobError(error: unknown): Error {
  const failure = new Error(isError(error) ? formatError(error) : 'unexpected error')
  failure.stack = failure.message
  return failure
}

function formatError(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return readErrorKind(error) === 'bug' ? `unexpected ${error.name}${code}: see the log` : error.message
}
