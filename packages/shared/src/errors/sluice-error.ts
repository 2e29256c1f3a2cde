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

/** The kind of anything thrown: what is not ours is a bug. */
export function readErrorKind(error: unknown): ErrorKind {
  return error instanceof SluiceError ? error.kind : 'bug'
}
