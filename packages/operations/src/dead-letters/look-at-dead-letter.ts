import { SluiceError } from '@sluice/shared/errors'
import type { AskDeps } from '../ask/ask-deps.ts'
import { refuseViewer } from '../ask/refuse-viewer.ts'
import type { Visitor } from '../ask/visitor.ts'
import { readDeadLetterOutline } from './read-dead-letter-outline.ts'

/** Which letter is looked at. */
export interface LookAtDeadLetterInput {
  readonly id: string
  readonly signal?: AbortSignal | undefined
}

/** What a dead letter holds. */
export interface LetterContent {
  readonly recordId: string | null
  /** JSON text: the row, or the event that was made of it. */
  readonly payload: string
}

/**
 * What a dead letter holds, by whoever has the key; each look is in the audit log. Fails with `letter_unknown`,
 * `operator_needed` for a viewer, and as asking fails.
 */
export async function lookAtDeadLetter(
  { db, asker }: AskDeps,
  { id, signal }: LookAtDeadLetterInput,
  visitor: Visitor,
): Promise<LetterContent> {
  refuseViewer(visitor, 'to see the row of a dead letter')
  const { mapping } = await readDeadLetterOutline({ db }, { id })
  const look = { kind: 'dead-letter', id } as const
  const question = { kind: 'kept payload', mapping, letter: id } as const
  const { recordId, payload } = await asker.ask(question, { visitor, look, signal })
  if (payload !== null) return { recordId, payload }
  throw new SluiceError('letter_unknown', `there is no dead letter ${id}`, {
    subject: { kind: 'dead-letter', id },
  })
}
