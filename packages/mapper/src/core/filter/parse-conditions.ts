import type { GroupCondition } from '@segment/destination-subscriptions'
import { compileFilter } from './compile-filter.ts'
import { lintFilter } from './lint-filter.ts'
import { parseFql } from './segment-fql.ts'

export type { Condition, GroupCondition } from '@segment/destination-subscriptions'

/**
 * The conditions of a filter as Segment's parser has them; null for one that cannot be read, has an empty
 * group, or says anything that the parser passes over.
 */
export function parseConditions(filter: string): GroupCondition | null {
  const compiled = compileFilter(filter)
  if (!compiled.ok || compiled.hasEmptyGroup || lintFilter(filter).length > 0) return null
  const parsed = parseFql(filter)
  return 'error' in parsed ? null : parsed
}
