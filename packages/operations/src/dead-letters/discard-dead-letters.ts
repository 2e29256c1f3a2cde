import {
  countOpenOrdered,
  discardLetters,
  listLettersTaken,
  recordAudit,
  type LettersTaken,
} from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'
import { explainMissed, refuseEmptyFilter, resolveFilter } from './find-letters.ts'
import type { LetterOrderInput } from './requeue-dead-letters.ts'

/** What an order to discard has done, or would do. */
export interface DiscardDocument {
  /** Open letters that were meant. */
  readonly matched: number
  readonly discarded: number
}

/**
 * Closes open dead letters for good; fails as a requeue does. `taken` are letters that
 * were meant and are not open any more.
 */
export async function discardDeadLetters(
  { db }: DatabaseDeps,
  { all = false, dryRun = false, ...asked }: LetterOrderInput,
  actor: Actor,
): Promise<{ readonly document: DiscardDocument; readonly taken: readonly LettersTaken[] }> {
  refuseEmptyFilter(asked, all)
  const filter = await resolveFilter(db, asked)
  const before = filter.ids === undefined ? [] : await listLettersTaken(db, filter)
  const count = dryRun
    ? await countOpenOrdered(db, filter)
    : await db.transaction(async (tx) => {
        const discarded = await discardLetters(tx, { ...filter, actor })
        const order = { actor, action: 'discarded', kind: 'dead-letter', id: '*' } as const
        await recordAudit(tx, { ...order, before: null, after: { ...filter, discarded } })
        return discarded
      })
  return {
    document: { matched: count, discarded: count },
    taken: count === 0 ? await explainMissed(db, filter) : before,
  }
}
