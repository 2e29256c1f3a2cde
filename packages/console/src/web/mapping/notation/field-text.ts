import type { Json } from '@sluice/shared/domain'
import type { Said } from './said.ts'

const NOT_JSON = 'is not JSON: put text that begins with {, [ or " in double quotes'
const PLACEHOLDER = /\{\{[^}]+\}\}/

/**
 * What one line of a form means in a mapping: `$.properties.email` a path, `Hi {{properties.name}}` a template,
 * JSON (directives, numbers, true, false, null, quoted text) itself, and anything else text; undefined for nothing.
 */
export function parseFieldText(text: string): Said<Json | undefined> {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: true, value: undefined }
  if (trimmed.startsWith('$.')) return { ok: true, value: { '@path': trimmed } }
  if (isJsonScalar(trimmed)) return { ok: true, value: JSON.parse(trimmed) as Json }
  if (/^[[{"]/.test(trimmed)) {
    const parsed = parseJson(trimmed)
    if (parsed.ok || !trimmed.startsWith('{{')) return parsed
  }
  return { ok: true, value: PLACEHOLDER.test(trimmed) ? { '@template': trimmed } : trimmed }
}

/** The line of a form that means a value, as short as it can be said; `parseFieldText` gives the value back. */
export function writeFieldText(value: Json | undefined): string {
  if (value === undefined) return ''
  const json = JSON.stringify(value)
  const short = shorten(value)
  // A text field holds one line.
  if (short === null || /[\n\r]/.test(short)) return json
  const read = parseFieldText(short)
  return read.ok && JSON.stringify(read.value) === json ? short : json
}

function shorten(value: Json): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const [only, ...others] = Object.entries(value)
  if (only === undefined || others.length > 0) return null
  const [key, said] = only
  return (key === '@path' || key === '@template') && typeof said === 'string' ? said : null
}

/** Text that JSON reads as a number, and writes in the same digits: 007 and 1e3 stay text. */
function isJsonScalar(text: string): boolean {
  return /^(?:true|false|null)$/.test(text) || (/^-?\d/.test(text) && String(Number(text)) === text)
}

/** JSON as a person has typed it. */
export function parseJson(text: string): Said<Json> {
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch {
    return { ok: false, message: NOT_JSON }
  }
}
