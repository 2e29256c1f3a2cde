import { formatPath, type Mistake } from '@sluice/config'
import { SluiceError, readErrorKind, type ErrorCode } from '@sluice/shared/errors'
import { InvalidItemError } from '@sluice/operations'
import type { z } from 'zod'
import { readErrorStatus } from '../web/failures/read-error-status.ts'

/** An error as RFC 9457 has it. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly issues: readonly ProblemIssue[]
}

/** One thing that is wrong; `path` is written `fields.user_id`, empty for the whole. */
export interface ProblemIssue {
  readonly path: string
  readonly message: string
}

/** An error with every place where something is wrong. */
export class RequestError extends SluiceError {
  readonly issues: readonly ProblemIssue[]
  readonly status: number

  constructor(status: number, code: ErrorCode, message: string, issues: readonly ProblemIssue[] = []) {
    super(code, message)
    this.issues = issues
    this.status = status
  }
}

/** What is said against a request that a schema refuses. */
export function createSchemaError(status: number, place: string, error: z.ZodError): RequestError {
  const issues = error.issues.map(({ path, message }) => ({
    path: formatPath(path.map((part) => (typeof part === 'number' ? part : String(part)))),
    message,
  }))
  return new RequestError(status, 'request_invalid', `the ${place} is not as the API describes it`, issues)
}

/** What is said against an item. */
export function createItemError(mistakes: readonly Mistake[]): RequestError {
  return new RequestError(422, 'item_invalid', 'the item is not right', formatMistakes(mistakes))
}

/** Mistakes and warnings as the API tells them. */
export function formatMistakes(mistakes: readonly Mistake[]): readonly ProblemIssue[] {
  return mistakes.map(({ path, message }) => ({ path: formatPath(path), message }))
}

/** The problem that an error is; what nobody expected tells nothing. */
export function createProblem(error: unknown): Problem {
  if (error instanceof SluiceError && error.kind !== 'bug') {
    const status = chooseStatus(error)
    const issues = listIssues(error)
    return {
      type: 'about:blank',
      title: TITLES[status] ?? 'Error',
      status,
      code: error.code,
      detail: error.lines.join('; '),
      issues,
    }
  }
  const client = readClientError(error)
  if (client !== null) return createProblem(client)
  const isPassing = readErrorKind(error) === 'transient'
  const status = isPassing ? 503 : 500
  return {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    code: 'unexpected',
    detail: isPassing
      ? 'a server does not answer: try again'
      : 'unexpected error: see the log of the console',
    issues: [],
  }
}

function chooseStatus(error: SluiceError): number {
  if (error instanceof RequestError) return error.status
  // Here the version that was seen is part of the request.
  return error.code === 'changed_meanwhile' ? 412 : readErrorStatus(error.code)
}

function listIssues(error: SluiceError): readonly ProblemIssue[] {
  if (error instanceof RequestError) return error.issues
  return error instanceof InvalidItemError ? formatMistakes(error.mistakes) : []
}

/** What express and its parsers say of a request that they cannot read. */
function readClientError(error: unknown): RequestError | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null
  const { status } = error
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  if (status === 413) return new RequestError(413, 'request_too_large', 'a body may have 1 MB')
  if (status === 415)
    return new RequestError(
      415,
      'media_type_unknown',
      'the body must be JSON in UTF-8, or compressed as gzip',
    )
  return new RequestError(400, 'request_invalid', 'the request cannot be read: its body must be JSON')
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
