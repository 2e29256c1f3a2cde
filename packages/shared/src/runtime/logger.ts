import { pino, type DestinationStream, type Logger } from 'pino'
import { SluiceError, isError, readReplyWord } from '../errors/index.ts'

export type { DestinationStream, Logger } from 'pino'

/**
 * A logger of JSON lines. An error is written as its name, code, message and stack; never with
 * the fields that drivers hang on it, which may hold statements, commands and their values.
 */
export function createLogger(options: {
  readonly name: string
  readonly level: string
  readonly destination?: DestinationStream | undefined
}): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      serializers: { error: serializeError },
    },
    options.destination ?? pino.destination(1),
  )
}

/** What may be told of an error in a log. */
export function serializeError(error: unknown): object {
  if (!isError(error)) return { message: 'a value that is no Error was thrown' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (error instanceof SluiceError) {
    return {
      code,
      message: error.message,
      ...(error.cause === undefined ? {} : { cause: serializeCause(error.cause) }),
    }
  }
  // A driver's message may quote a value (`invalid input syntax for type integer: "…"`): tell where, not what.
  return {
    name: error.name,
    code,
    ...createReplyFields(error),
    ...(isForeignMessage(error) ? {} : { message: error.message }),
    stack: readFrames(error),
  }
}

function serializeCause(cause: unknown): object {
  const code = isError(cause) && 'code' in cause ? cause.code : undefined
  return { name: isError(cause) ? cause.name : typeof cause, code, ...createReplyFields(cause) }
}

/** The first word of what Redis answered is of a list of its own; what follows may quote a command. */
function createReplyFields(error: unknown): object {
  const reply = readReplyWord(error)
  return reply === null ? {} : { reply }
}

/** Errors of Postgres and Redis carry their server's words. */
function isForeignMessage(error: Error): boolean {
  return 'severity' in error || 'command' in error || error.name === 'ReplyError' || error.name === 'ZodError'
}

function readFrames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim())
    .join(' < ')
}
