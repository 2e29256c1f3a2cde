import type { Condition } from '@sluice/alerts/core'
import type { AlertKind } from '@sluice/shared/domain'
import {
  countLettersByMapping,
  listLastEnds,
  listMappingsByDestination,
  listRefusingDestinations,
  listWaitingSyncs,
  readMappings,
  readUsage,
  type OpenLettersOf,
  type Queryable,
} from '@sluice/shared/store'
import {
  listEndConditions,
  listLateConditions,
  listLetterConditions,
  listRefusedConditions,
  listUsageConditions,
  listWaitingConditions,
} from './conditions.ts'

/** Where the conditions come from. */
export interface ConditionDeps {
  readonly db: Queryable
  readonly countLetters: () => Promise<readonly OpenLettersOf[]>
}

/** What is the case now, of the kinds that anybody wants to be told of. */
export async function readConditions(
  { db, countLetters }: ConditionDeps,
  kinds: ReadonlySet<AlertKind>,
  now: Date,
): Promise<readonly Condition[]> {
  const isWanted = (...some: readonly AlertKind[]): boolean => some.some((kind) => kinds.has(kind))
  // One after the other: nobody shall wait for a connection because of these.
  const ends = isWanted('failed', 'partial', 'guard_stopped') ? await listLastEnds(db) : []
  const mappings = isWanted('late') ? await readMappings(db) : []
  const waiting = isWanted('waiting') ? await listWaitingSyncs(db) : []
  const letters = isWanted('dead_letters') ? await countLetters() : []
  const refusing = isWanted('key_refused') ? await listRefusingDestinations(db) : []
  const used = isWanted('usage')
    ? listUsageConditions(await readUsage(db, { at: now }), await listMappingsByDestination(db))
    : []
  return [
    ...listEndConditions(ends),
    ...listLateConditions(mappings, now),
    ...listWaitingConditions(waiting, now),
    ...listLetterConditions(letters, now),
    ...listRefusedConditions(refusing),
    ...used,
  ]
}

/** How many times as long as counting took nobody counts again: a million letters take a second or two. */
const REST_RATIO = 20

/** Counts the open letters, and for a while after a long count gives what was counted. */
export function createLetterCount(
  db: Queryable,
  nowMs: () => number = () => performance.now(),
): ConditionDeps['countLetters'] {
  let counted: { readonly letters: readonly OpenLettersOf[]; readonly untilMs: number } | null = null
  return async () => {
    const began = nowMs()
    if (counted !== null && began < counted.untilMs) return counted.letters
    const letters = await countLettersByMapping(db)
    const ended = nowMs()
    counted = { letters, untilMs: ended + (ended - began) * REST_RATIO }
    return letters
  }
}
