import {
  listLettersTaken,
  planRequeue,
  recordAudit,
  requeueLetters,
  type LetterFilter,
  type LettersLeft,
  type LettersTaken,
} from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { explainMissed, refuseEmptyFilter, resolveFilter } from './find-letters.ts'

/** Which letters an order is about: those of a filter, or all. */
export interface LetterOrderInput extends Omit<LetterFilter, 'status'> {
  /** Must be true where nothing else chooses. */
  readonly all?: boolean
  /** Counts, and changes nothing. */
  readonly dryRun?: boolean
}

/** What a requeue has done, or would do. */
export interface RequeueDocument {
  /** Open letters that were meant. */
  readonly matched: number
  /** How many of them go. */
  readonly requeued: number
}

/** A requeue with what it could not be about. */
export interface RequeueResult {
  readonly document: RequeueDocument
  /** Letters that stay as they are, and why. */
  readonly left: readonly LettersLeft[]
  /** Letters that were meant and are not open any more. */
  readonly taken: readonly LettersTaken[]
}

/**
 * Sends open dead letters on their way again. Fails with `usage_invalid` where nothing
 * chooses, with `letter_unknown` and `mapping_unknown` where nothing can have been meant.
 */
export async function requeueDeadLetters(
  { db, extract }: ExtractorDeps,
  { all = false, dryRun = false, ...asked }: LetterOrderInput,
  actor: Actor,
): Promise<RequeueResult> {
  refuseEmptyFilter(asked, all)
  const filter = await resolveFilter(db, asked)
  const before = filter.ids === undefined ? [] : await listLettersTaken(db, filter)
  const given = dryRun
    ? { ...(await planRequeue(db, filter)), mappings: [] }
    : await db.transaction(async (tx) => {
        const answer = await requeueLetters(tx, { ...filter, actor })
        const order = { actor, action: 'requeued', kind: 'dead-letter', id: '*' } as const
        await recordAudit(tx, { ...order, before: null, after: { ...filter, requeued: answer.requeued } })
        return answer
      })
  for (const mapping of given.mappings) await extract.add({ step: 'requeue', mapping })
  const { matched, requeued, left } = given
  return {
    document: { matched, requeued },
    left,
    taken: matched === 0 ? await explainMissed(db, filter) : before,
  }
}
