import { isError, readReplyWord } from '../../errors/index.ts'

/** Why Redis cannot be worked with, in a word: the system's code, or the first word of what it answered. */
export function formatRedisError(error: unknown): string {
  if (!isError(error)) return 'no answer'
  // What a cluster says of itself is only that all nodes failed.
  const cause = 'lastNodeError' in error && isError(error.lastNodeError) ? error.lastNodeError : error
  if ('code' in cause && typeof cause.code === 'string') return cause.code
  return readReplyWord(cause) ?? 'no answer'
}
