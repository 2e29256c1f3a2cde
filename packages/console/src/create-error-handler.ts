import type { ErrorRequestHandler } from 'express'
import { sendLine } from './answers.ts'

/** The last resort: a malformed request is the client's, all else goes to the log, and neither tells anything. */
export function createErrorHandler(onError: (error: unknown) => void): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = readClientStatus(error)
    if (status !== null) return sendLine(response, status, 'malformed request')
    onError(error)
    return sendLine(response, 500, 'unexpected error: see the log of the console')
  }
}

/** What express and its parsers hang on errors that are the client's doing. */
function readClientStatus(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}
