import type { DeadLetterStatus } from '../../domain/index.ts'

/**
 * Assignments that move a letter (aliased `letter`) to another status and remember
 * where it came from; `note` is an SQL object.
 */
export function moveLetter(to: DeadLetterStatus, note: string): string {
  return `status = '${to}', updated_at = now(), history = letter.history || jsonb_build_array(
    jsonb_build_object('at', now(), 'from', letter.status, 'to', '${to}', 'code', letter.code, 'reason', letter.reason) || ${note})`
}
