import type { Queryable } from './database.ts'
import type { DeadLetterStatus } from './dead-letters.ts'
import { moveLetter } from './letter-history.ts'
import { createLetterCondition, type LetterFilter } from './letter-filter.ts'

/** Which open letters an order is about, and who gives it. */
export interface LetterOrder extends Omit<LetterFilter, 'status'> {
  readonly actor: string
}

/** What an order comes to: `matched` open letters, of which those of the stage extract cannot be requeued. */
export interface RequeueAnswer {
  readonly matched: number
  readonly requeued: number
  /** The mappings that now have letters to take. */
  readonly mappings: readonly string[]
}

/** How many open letters an order is about, and how many of them can be requeued; changes nothing. */
export async function countOrderedLetters(
  db: Queryable,
  filter: Omit<LetterFilter, 'status'>,
): Promise<Pick<RequeueAnswer, 'matched' | 'requeued'>> {
  const { where, values } = createLetterCondition({ ...filter, status: 'open' })
  const { rows } = await db.query<{ matched: number; requeued: number }>(
    `select count(*) as matched, count(*) filter (where stage <> 'extract') as requeued
     from sluice.dead_letters where ${where}`,
    values,
  )
  return rows[0] ?? { matched: 0, requeued: 0 }
}

/**
 * Marks open letters as requeued; the extractor takes them from there. A letter is marked once, however often it is asked for. One
 * of the stage extract stays as it is: it has no record that could be sent, and comes again when its row is mended.
 */
export async function requeueLetters(
  db: Queryable,
  { actor, ...filter }: LetterOrder,
): Promise<RequeueAnswer> {
  const { matched } = await countOrderedLetters(db, filter)
  const changed = await moveOpenLetters(db, filter, actor, 'requeued', `stage <> 'extract'`)
  return { matched, requeued: changed.length, mappings: [...new Set(changed)] }
}

/** Closes open letters for good: nobody wants them any more. */
export async function discardLetters(
  db: Queryable,
  { actor, ...filter }: LetterOrder,
): Promise<{ readonly matched: number; readonly discarded: number }> {
  const changed = await moveOpenLetters(db, filter, actor, 'discarded', 'true')
  return { matched: changed.length, discarded: changed.length }
}

/** Moves the open letters of a filter to another status; returns the mapping of each. */
async function moveOpenLetters(
  db: Queryable,
  filter: Omit<LetterFilter, 'status'>,
  actor: string,
  to: DeadLetterStatus,
  condition: string,
): Promise<readonly string[]> {
  const { where, values } = createLetterCondition({ ...filter, status: 'open' })
  const note = `jsonb_build_object('actor', $${values.length + 1}::text)`
  const { rows } = await db.query<{ mapping_id: string }>(
    `update sluice.dead_letters letter set ${moveLetter(to, note)}, requeue_sync = null, requeue_seq = null
     where ${where} and ${condition} returning mapping_id`,
    [...values, actor],
  )
  return rows.map(({ mapping_id }) => mapping_id)
}
