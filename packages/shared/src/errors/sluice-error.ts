import { isError } from './is-error.ts'
import { ERROR_CODES, type ErrorCode, type ErrorKind } from './codes.ts'

/**
 * An error whose cause and remedy are known. The message is lower case, holds the facts and the place, and never a secret
 * or a row value; the cause stands in `cause`.
 */
export class SluiceError extends Error {
  readonly code: ErrorCode
  override readonly name = 'SluiceError'

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code]
  }
}

// Replies of a Redis that is full, starting, failing over or changing its shape: they pass.
const PASSING_REPLY = /^(OOM|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS|BUSY)\b/

/** The kind of anything thrown: what is neither ours nor a passing state of Redis is a bug. */
export function readErrorKind(error: unknown): ErrorKind {
  if (error instanceof SluiceError) return error.kind
  return isError(error) && PASSING_REPLY.test(error.message) && /reply/i.test(error.name)
    ? 'transient'
    : 'bug'
}
