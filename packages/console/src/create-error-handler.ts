import type { ErrorRequestHandler } from 'express'
import { SluiceError } from '@sluice/shared/errors'
import { sendLine } from './answers.ts'
import { showError, showUnexpected } from './web/failures/show-error.tsx'
import { readErrorStatus } from './web/failures/read-error-status.ts'
import { isScript, type Answers } from './web/frame/create-answers.ts'
import type { View } from './web/pages/page.ts'

/**
 * The last resort: what Sluice says of itself is told, a malformed request is the client's, all else goes to the log,
 * and those two tell nothing. People get a page, programs a line or JSON.
 */
export function createErrorHandler(onError: (error: unknown) => void, answers: Answers): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error)
    const answer = (status: number, line: string, page: View): void => {
      if (isScript(request)) return void response.status(status).json({ message: line })
      if (request.accepts(['text', 'html']) === 'html') return answers.send(request, response, page)
      return sendLine(response, status, line)
    }
    if (error instanceof SluiceError) {
      const status = readErrorStatus(error.code)
      return answer(status, error.lines.join('; '), showError(error, status))
    }
    const status = readClientStatus(error)
    if (status !== null) return sendLine(response, status, 'malformed request')
    onError(error)
    return answer(500, 'unexpected error: see the log of the console', showUnexpected())
  }
}

/** What express and its parsers hang on errors that are the client's doing. */
function readClientStatus(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}
