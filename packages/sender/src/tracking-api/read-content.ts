/**
 * What the body of an answer is: `refusal` for JSON that says `"success": false`, `page` for something written for a browser, `other`
 * for everything else, which is for the status to judge.
 */
export type AnswerContent = 'refusal' | 'page' | 'other'

// The rest of a body that is read only in part need not be JSON.
const REFUSAL = /^\s*\{\s*"success"\s*:\s*false\b/
const PAGE = /^\s*</

/** Reads the start of a body for what it is. */
export function readContent(body: string): AnswerContent {
  if (PAGE.test(body)) return 'page'
  return REFUSAL.test(body) || isRefusal(body) ? 'refusal' : 'other'
}

function isRefusal(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'success' in value && value.success === false
  } catch {
    return false
  }
}
