import { SluiceError } from '@sluice/shared/errors'
import { ADVICE } from './advice.ts'
import type { Line } from './line.ts'

/**
 * What an error says to whoever ran the command: one line each mistake; the stack only
 * when asked for. Of an error that nobody foresaw the first line is told, as it is.
 */
export function formatError(error: unknown, options: { readonly verbose: boolean }): readonly Line[] {
  const lines =
    error instanceof SluiceError ? tellWithAdvice(error) : [`unexpected error: ${formatUnforeseen(error)}`]
  return options.verbose ? [...lines, ...formatStack(error)] : lines
}

function tellWithAdvice(error: SluiceError): readonly string[] {
  const advice = ADVICE[error.code](error)
  return advice === null ? error.lines : [...error.lines.slice(0, -1), `${error.lines.at(-1)}: ${advice}`]
}

function formatUnforeseen(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [line = ''] = (error.message || ('code' in error ? String(error.code) : error.name)).split('\n')
  return `${line} (--verbose shows where)`
}

function formatStack(error: unknown): readonly Line[] {
  if (!(error instanceof Error)) return []
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return error.cause === undefined
    ? frames
    : [...frames, `caused by ${formatCause(error.cause)}`, ...formatStack(error.cause)]
}

function formatCause(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause
  return cause instanceof AggregateError
    ? cause.errors.map(formatCause).join('; ')
    : `${cause.name}: ${cause.message}`
}
