/** What JSON escapes: control characters, the quote, the backslash, and surrogates that may stand alone. */
// oxlint-disable-next-line no-control-regex
const MUST_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/

/** The same, as a table by UTF-16 unit: 1 for what must be escaped. */
const ESCAPE_BY_UNIT = Uint8Array.from({ length: 0x1_0000 }, (_, unit) =>
  MUST_ESCAPE.test(String.fromCharCode(unit)) ? 1 : 0,
)

/** Up to this length the table finds what must be escaped sooner than a regular expression starts. */
const TABLE_LIMIT_CHARACTERS = 20

/** The JSON text of a string; the same as JSON.stringify, sooner when nothing needs escaping. */
export function quote(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text)
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
  // Amounts of money and other numbers of at most two decimals: two integers are printed several times sooner than a
  // double. The quotient is the double next to that decimal, and no shorter decimal has the same one.
  const hundredths = Math.round(value * 100)
  if (hundredths > 0 && hundredths < LARGEST_HUNDREDTHS && hundredths / 100 === value) {
    const whole = Math.floor(value)
    return `${whole}${FRACTIONS[hundredths - whole * 100]}`
  }
  return Number.isFinite(value) ? `${value}` : 'null'
}

/** Up to here the engine counts in small integers. */
const LARGEST_HUNDREDTHS = 2 ** 31 - 1

/** What follows the whole number for each number of hundredths. */
const FRACTIONS: readonly string[] = Array.from({ length: 100 }, (_, hundredths) =>
  `${hundredths / 100}`.slice(1),
)

/** True for text that stands between the quotes of JSON as it is. */
export function isPlain(text: string): boolean {
  if (text.length > TABLE_LIMIT_CHARACTERS) return !MUST_ESCAPE.test(text)
  for (let index = 0; index < text.length; index++) {
    if (ESCAPE_BY_UNIT[text.charCodeAt(index)] === 1) return false
  }
  return true
}
