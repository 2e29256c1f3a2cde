import { isError } from './is-error.ts'
import { ERROR_CODES, type ErrorCode, type ErrorKind } from './codes.ts'
import { readReplyWord } from './read-reply-word.ts'

/** What an error is about. */
export interface ErrorSubject {
  readonly kind: 'source' | 'model' | 'destination' | 'mapping' | 'channel' | 'rule' | 'sync' | 'dead-letter'
  readonly id: string
}

export interface SluiceErrorOptions {
  readonly cause?: unknown
  readonly subject?: ErrorSubject
  /** What a face needs beside the message to say what to do; never a secret or a row value. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>
}

/**
 * An error whose cause and remedy are known. The message is lower case, holds the facts
 * and the place, and never a secret or a row value; the cause stands in `cause`.
 */
export class SluiceError extends Error {
  readonly code: ErrorCode
  /** The message, a line for each mistake: usually one. */
  readonly lines: readonly string[]
  /** What it is about, where a face can say more of that: which command or page mends it. */
  readonly subject: ErrorSubject | null
  readonly facts: Readonly<Record<string, string | number | boolean>>
  override readonly name = 'SluiceError'

  constructor(code: ErrorCode, message: string | readonly string[], options?: SluiceErrorOptions) {
    const lines = typeof message === 'string' ? [message] : message
    super(lines.join('\n'), options?.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.lines = lines
    this.subject = options?.subject ?? null
    this.facts = options?.facts ?? {}
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code]
  }
}

// Replies of a Redis that is full, starting, failing over or changing its shape: they pass.
const PASSING_REPLIES = new Set([
  'OOM',
  'READONLY',
  'LOADING',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'TRYAGAIN',
  'MISCONF',
  'NOREPLICAS',
  'BUSY',
  'UNBLOCKED',
  // Of commands that were sent together: one was refused for a reason above, or the
  // scripts of another server are not known to this one.
  'EXECABORT',
  'NOSCRIPT',
])
// What the driver says of commands that were sent together when the connection was lost among them.
const CUT_SHORT = 'Command aborted due to connection close'

/** The kind of anything thrown: what is neither ours nor a passing state of Redis is a bug. */
export function readErrorKind(error: unknown): ErrorKind {
  if (error instanceof SluiceError) return error.kind
  const isPassing =
    PASSING_REPLIES.has(readReplyWord(error) ?? '') || (isError(error) && error.message === CUT_SHORT)
  return isPassing ? 'transient' : 'bug'
}
