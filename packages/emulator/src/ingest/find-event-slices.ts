const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const SPACE = 0x20
const COLON = 0x3a
const BATCH_KEY = Buffer.from('"batch"')

/**
 * Where each element of the top-level `batch` array stands in a JSON body, as `[start, end, start, end, …]` in bytes;
 * null if a top-level key is written with escapes, so that nobody can tell by its bytes whether it says `batch`. The
 * body must be a JSON object that JSON.parse accepts; of several `batch` keys the last counts, as in JSON.parse.
 */
export function findEventSlices(body: Buffer): readonly number[] | null {
  let slices: number[] = []
  let at = skipSpace(body, body.indexOf(OPEN_BRACE) + 1)
  while (body[at] !== CLOSE_BRACE) {
    const keyAt = at
    at = skipString(body, at)
    const key = body.subarray(keyAt, at)
    if (key.includes(BACKSLASH)) return null
    at = skipSpace(body, at, COLON)
    if (key.equals(BATCH_KEY)) {
      slices = []
      if (body[at] === OPEN_BRACKET) collectElements(body, at + 1, slices)
    }
    at = skipSpace(body, skipValue(body, at), COMMA)
  }
  return slices
}

function collectElements(body: Buffer, from: number, slices: number[]): void {
  let at = skipSpace(body, from)
  while (body[at] !== CLOSE_BRACKET) {
    const end = skipValue(body, at)
    slices.push(at, end)
    at = skipSpace(body, end, COMMA)
  }
}

/** Skips whitespace and at most the given punctuation; in valid JSON there is never more of it. */
function skipSpace(body: Buffer, from: number, punctuation = SPACE): number {
  let at = from
  for (;;) {
    const byte = body[at]
    if (byte === undefined || (byte > SPACE && byte !== punctuation)) return at
    at++
  }
}

/**
 * The position after the string that opens at `from`: after the next quote with an even
 * number of backslashes before it.
 */
function skipString(body: Buffer, from: number): number {
  for (let quote = body.indexOf(QUOTE, from + 1); quote !== -1; quote = body.indexOf(QUOTE, quote + 1)) {
    let before = quote - 1
    while (body[before] === BACKSLASH) before--
    if ((quote - before) % 2 === 1) return quote + 1
  }
  return body.length
}

function skipValue(body: Buffer, from: number): number {
  const first = body[from]
  if (first === QUOTE) return skipString(body, from)
  return first === OPEN_BRACE || first === OPEN_BRACKET ? skipNested(body, from) : skipScalar(body, from)
}

function skipNested(body: Buffer, from: number): number {
  const { length } = body
  let depth = 0
  for (let at = from; at < length; at++) {
    const byte = body[at]
    if (byte === QUOTE) at = skipString(body, at) - 1
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return at + 1
  }
  return length
}

function skipScalar(body: Buffer, from: number): number {
  let at = from
  for (;;) {
    const byte = body[at]
    if (
      byte === undefined ||
      byte <= SPACE ||
      byte === COMMA ||
      byte === CLOSE_BRACE ||
      byte === CLOSE_BRACKET
    )
      return at
    at++
  }
}
