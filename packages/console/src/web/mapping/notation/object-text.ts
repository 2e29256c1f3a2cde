import type { Json } from '@sluice/shared/domain'
import { parseFieldText, parseJson, writeFieldText } from './field-text.ts'
import type { Said } from './said.ts'

/** A member of an object as a form says it: its key, and its value in the notation of a field. */
export interface MemberText {
  readonly key: string
  readonly text: string
}

/**
 * What the text of an object means in a mapping: a line for each member, `email: $.properties.email`, or the
 * whole as a path or as JSON; undefined for nothing.
 */
export function parseObjectText(text: string): Said<Json | undefined> {
  const members = splitMembers(text)
  if (members === null) return parseFieldText(text)
  return members.ok ? readMembers(members.value) : members
}

/** The object of members in the order in which they stand; undefined where there is none. */
export function readMembers(members: readonly MemberText[]): Said<Json | undefined> {
  const read: Record<string, Json> = {}
  for (const { key, text } of members) {
    const said = parseFieldText(text)
    if (!said.ok) return { ok: false, message: `${key} ${said.message}` }
    if (said.value === undefined) return { ok: false, message: `${key} has no value` }
    if (Object.hasOwn(read, key)) return { ok: false, message: `${key} stands there twice` }
    Object.defineProperty(read, key, { value: said.value, enumerable: true })
  }
  return { ok: true, value: members.length === 0 ? undefined : read }
}

/** The members that a text says line by line; null where it says the whole in another way. */
export function splitMembers(text: string): Said<readonly MemberText[]> | null {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: true, value: [] }
  if (/^(?:\$\.|[[{])/.test(trimmed) || parseJson(trimmed).ok) return null
  const members: MemberText[] = []
  for (const line of trimmed.split('\n')) {
    if (line.trim() === '') continue
    const said = splitLine(line.trim())
    if (!said.ok) return said
    members.push(said.value)
  }
  return { ok: true, value: members }
}

/** The text of an object; `parseObjectText` gives it back. */
export function writeObjectText(value: Json | undefined): string {
  if (value === undefined) return ''
  const members = listMembers(value)
  if (members !== null) return joinMembers(members)
  const line = writeFieldText(value)
  return line.startsWith('$.') ? line : JSON.stringify(value)
}

/** Members as a text of one line each. */
export function joinMembers(members: readonly MemberText[]): string {
  return members.map(({ key, text }) => `${writeKey(key)}: ${text}`).join('\n')
}

/** The members of an object that is no directive; null for anything else, also for an empty one. */
function listMembers(value: Json): readonly MemberText[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value)
  if (entries.length === 0 || entries.some(([key]) => key.startsWith('@'))) return null
  return entries.map(([key, member]) => ({ key, text: writeFieldText(member) }))
}

function splitLine(line: string): Said<MemberText> {
  const [, quoted, bare, text = ''] = /^(?:("(?:[^"\\]|\\.)*")|([^:"]*))\s*:(.*)$/.exec(line) ?? []
  if (quoted === undefined && (bare === undefined || bare.trim() === '')) {
    return { ok: false, message: 'needs a key, a colon and a value in each line: email: $.properties.email' }
  }
  if (quoted === undefined) return { ok: true, value: { key: (bare ?? '').trim(), text: text.trim() } }
  const key = parseJson(quoted)
  // What stands in double quotes is text.
  return key.ok ? { ok: true, value: { key: key.value as string, text: text.trim() } } : key
}

function writeKey(key: string): string {
  const isBare = key !== '' && key.trim() === key && !/[:"\n\r]|^[$[{]/.test(key)
  return isBare ? key : JSON.stringify(key)
}
