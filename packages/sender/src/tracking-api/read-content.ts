/**
 * What the body of an answer is. Only the first two are words of the Tracking API; the
 * others are somebody else's, or nobody's.
 *
 * - `accepted`: a JSON object that names no mistake, as `{"success":true}`
 * - `refusal`: a JSON object that says `"success": false`, or names a code as the API does
 * - `stranger`: a JSON object that names a mistake in another form, as `{"message":"Forbidden"}` of a gateway
 * - `page`: something written for a browser
 * - `nothing`: no body at all
 * - `other`: anything else, and what did not arrive to its end
 */
export type AnswerContent = 'accepted' | 'refusal' | 'stranger' | 'page' | 'nothing' | 'other'

// The rest of a body that is read only in part need not be JSON.
const REFUSAL = /^\s*\{\s*"success"\s*:\s*false\b/
const PAGE = /^\s*</
// Words of letters joined by underscores, which is how the API names a mistake; "Not Found" is a framework's.
const CODE = /^[a-z]+(_[a-z]+)+$/

/** Reads a body, or its start, for what it is. */
export function readContent(body: string): AnswerContent {
  if (body.trim() === '') return 'nothing'
  if (PAGE.test(body)) return 'page'
  const value = parseObject(body)
  if (value === null) return REFUSAL.test(body) ? 'refusal' : 'other'
  if (value['success'] === false || hasCode(value)) return 'refusal'
  if (namesMistake(value)) return 'stranger'
  return 'accepted'
}

function hasCode({ code, error }: Record<string, unknown>): boolean {
  const inner = isObject(error) ? error['code'] : error
  return [code, inner].some((name) => typeof name === 'string' && CODE.test(name))
}

/** Fields that say that something went wrong, whoever says so; beside `"success": true` a message is none. */
function namesMistake(value: Record<string, unknown>): boolean {
  const { error, errors, code, message, success } = value
  if ([error, errors].some(isGiven) || (success !== undefined && success !== true)) return true
  return success !== true && (isGiven(code) || isGiven(message))
}

function isGiven(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)
  )
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
