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

/** What is the case now, of the kinds that anybody wants to be told of. */
export async function readConditions(
  db: Queryable,
  kinds: ReadonlySet<AlertKind>,
  now: Date,
): Promise<readonly Condition[]> {
  const isWanted = (...some: readonly AlertKind[]): boolean => some.some((kind) => kinds.has(kind))
  // One after the other: nobody shall wait for a connection because of these.
  const ends = isWanted('failed', 'partial', 'guard_stopped') ? await listLastEnds(db) : []
  const mappings = isWanted('late') ? await readMappings(db) : []
  const waiting = isWanted('waiting') ? await listWaitingSyncs(db) : []
  const letters = isWanted('dead_letters') ? await countLettersByMapping(db) : []
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
