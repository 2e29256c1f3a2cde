import { hashBytes } from '../domain/index.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const USER_ID = Buffer.from('userId')
const ANONYMOUS_ID = Buffer.from('anonymousId')

/**
 * A hash of whom a call of the Segment Spec is about: of its user id or, without one, of its anonymous id, which never
 * is that of a user id; null for a call with neither. `line` is the call as the mapper writes it: the ids stand before
 * the first thing in it that is no text. A few hundred bytes of a call are read, and nothing is parsed.
 */
export function hashUser(line: Uint8Array): number | null {
  let anonymous: number | null = null
  let at = 1
  while (line[at] === QUOTE) {
    const keyEnd = findEnd(line, at + 1)
    const start = keyEnd + 3
    if (line[start - 1] !== QUOTE) break
    const end = findEnd(line, start)
    if (end > start) {
      if (isKey(line, at + 1, keyEnd, USER_ID)) return hashBytes(line, start, end)
      // With its quote: no user id has one that is not escaped.
      if (isKey(line, at + 1, keyEnd, ANONYMOUS_ID)) anonymous = hashBytes(line, start - 1, end)
    }
    at = end + 2
  }
  return anonymous
}

/** Where the text ends that begins at `start`: at its closing quote. */
function findEnd(line: Uint8Array, start: number): number {
  let at = start
  while (at < line.length && line[at] !== QUOTE) at += line[at] === BACKSLASH ? 2 : 1
  return at
}

function isKey(line: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
  if (end - start !== key.length) return false
  for (let index = 0; index < key.length; index += 1) if (line[start + index] !== key[index]) return false
  return true
}
