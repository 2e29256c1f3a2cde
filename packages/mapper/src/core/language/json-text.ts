/** What JSON escapes: control characters, the quote, the backslash, and surrogates that may stand alone. */
// oxlint-disable-next-line no-control-regex
const MUST_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** Up to this length a loop finds what must be escaped sooner than a regular expression starts. */
const LOOP_LIMIT_CHARACTERS = 12

/** The JSON text of a string; the same as JSON.stringify, sooner when nothing needs escaping. */
export function quote(text: string): string {
  return mustEscape(text) ? JSON.stringify(text) : `"${text}"`
}

/** The JSON text of any value, undefined for a value that JSON leaves out; the same as JSON.stringify. */
export function writeJson(value: unknown): string | undefined {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return writeNumber(value)
  if (value === undefined) return undefined
  if (value === null) return 'null'
  if (value === true) return 'true'
  if (value === false) return 'false'
  return JSON.stringify(value)
}

/** The JSON text of a number: NaN and the infinities are null. */
export function writeNumber(value: number): string {
  return Number.isFinite(value) ? `${value}` : 'null'
}

function mustEscape(text: string): boolean {
  if (text.length > LOOP_LIMIT_CHARACTERS) return MUST_ESCAPE.test(text)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return true
  }
  return false
}
