import { isError } from './is-error.ts'

// A script that Redis 6 ran quotes the reply of its command: `ERR Error running script …: -READONLY You can't write …`.
const OF_A_SCRIPT = /(?:^|[\s:])-([A-Z]{3,})\s/
const FIRST_WORD = /^([A-Z]{3,})\b/

/**
 * The first word of an error that Redis answered, such as READONLY, LOADING or OOM, or null when it is no such error.
 */
export function readReplyWord(error: unknown): string | null {
  if (!isError(error) || !/reply/i.test(error.name)) return null
  return (OF_A_SCRIPT.exec(error.message) ?? FIRST_WORD.exec(error.message))?.[1] ?? null
}
