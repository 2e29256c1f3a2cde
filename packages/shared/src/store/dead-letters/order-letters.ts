import type { Queryable } from '../database/database.ts'
import type { DeadLetterStatus } from '../../domain/index.ts'
import { listLettersLeft, type LettersLeft } from './letters-left.ts'
import { moveLetter } from './letter-history.ts'
import { createLetterCondition, type LetterFilter } from './letter-filter.ts'

/** Which open letters an order is about. */
export type OrderFilter = Omit<LetterFilter, 'status'>

/** Which open letters an order is about, and who gives it. */
export interface LetterOrder extends OrderFilter {
  readonly actor: string
}

/** What an order comes to: of `matched` open letters, `requeued` go; the others are left, and why. */
export interface RequeueAnswer {
  readonly matched: number
  readonly requeued: number
  readonly left: readonly LettersLeft[]
  /** The mappings that now have letters to take. */
  readonly mappings: readonly string[]
}

/** Letters that can be sent again: of a record, and of a mapping that can sync. */
const CAN_GO = `stage <> 'extract' and mapping_id in (
  select mapping.id from sluice.mappings mapping join sluice.destinations destination on destination.id = mapping.destination_id
  where mapping.enabled and destination.enabled)`

/** What an order would come to; changes nothing. */
export async function planRequeue(
  db: Queryable,
  filter: OrderFilter,
): Promise<Omit<RequeueAnswer, 'mappings'>> {
  const { where, values } = createLetterCondition({ ...filter, status: 'open' })
  const { rows } = await db.query<{ matched: number; requeued: number }>(
    `select count(*) as matched, count(*) filter (where ${CAN_GO}) as requeued from sluice.dead_letters where ${where}`,
    values,
  )
  return { matched: 0, requeued: 0, ...rows[0], left: await listLettersLeft(db, filter) }
}

/**
 * Marks open letters as requeued; the extractor takes them from there. A letter is marked once, however many
 * ask for it at the same moment: it counts as matched only for whom it was still open. One of the stage extract
 * stays as it is, since it has no record that could be sent, and so does one of a mapping that cannot sync.
 */
export async function requeueLetters(
  db: Queryable,
  { actor, ...filter }: LetterOrder,
): Promise<RequeueAnswer> {
  const changed = await moveOpenLetters(db, filter, actor, 'requeued', CAN_GO)
  const left = await listLettersLeft(db, filter)
  return {
    matched: left.reduce((sum, { letters }) => sum + letters, changed.length),
    requeued: changed.length,
    left,
    mappings: [...new Set(changed)],
  }
}

/** How many open letters an order is about; changes nothing. */
export async function countOpenOrdered(db: Queryable, filter: OrderFilter): Promise<number> {
  const { where, values } = createLetterCondition({ ...filter, status: 'open' })
  const { rows } = await db.query<{ open: number }>(
    `select count(*) as open from sluice.dead_letters where ${where}`,
    values,
  )
  return rows[0]?.open ?? 0
}

/** Closes open letters for good, and returns how many: nobody wants them any more. */
export async function discardLetters(db: Queryable, { actor, ...filter }: LetterOrder): Promise<number> {
  return (await moveOpenLetters(db, filter, actor, 'discarded', 'true')).length
}

/** Moves the open letters of a filter to another status; returns the mapping of each. */
async function moveOpenLetters(
  db: Queryable,
  filter: OrderFilter,
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
