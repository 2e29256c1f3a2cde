// Words of letters joined by underscores, at least two: no write key, id, address or number looks like this.
const CODE = /^(?=.{3,40}$)[a-z]+(_[a-z]+)+$/

/**
 * The code by which an error body calls the refusal (`{"code":…}`, `{"error":…}` or `{"error":{"code":…}}`),
 * or null. A code that also stands in what was sent might be a row value that the API quotes, and is not told.
 */
export function readErrorCode(body: string, sent: Buffer): string | null {
  const code = findCode(parseJson(body))
  return code !== null && CODE.test(code) && !sent.includes(code) ? code : null
}

function findCode(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null
  if ('code' in body && typeof body.code === 'string') return body.code
  if (!('error' in body)) return null
  return typeof body.error === 'string' ? body.error : findCode(body.error)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
