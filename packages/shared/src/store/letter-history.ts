import type { DeadLetterCode } from '../errors/index.ts'
import type { DeadLetterStatus } from './dead-letters.ts'

/** One change of a letter's status. */
export interface LetterEvent {
  readonly at: string
  readonly from: DeadLetterStatus
  readonly to: DeadLetterStatus
  /** Why it was what it was before. */
  readonly code: DeadLetterCode
  readonly reason: string
  /** Who ordered the change, where somebody did. */
  readonly actor?: string
  /** The sync that made the change, where one did. */
  readonly sync?: string
}

/** Assignments that move a letter (aliased `letter`) to another status and remember where it came from; `note` is an SQL object. */
export function moveLetter(to: DeadLetterStatus, note: string): string {
  return `status = '${to}', updated_at = now(), history = letter.history || jsonb_build_array(
    jsonb_build_object('at', now(), 'from', letter.status, 'to', '${to}', 'code', letter.code, 'reason', letter.reason) || ${note})`
}
