import type { Condition, GroupCondition } from '@segment/destination-subscriptions'
import { parseFql } from '../filter/segment-fql.ts'

/** The keys that each condition of a filter reads; none for a filter that cannot be read. */
export function listFilterReads(filter: string): readonly (readonly string[])[] {
  const parsed = parseFql(filter)
  return 'error' in parsed ? [] : listGroupReads(parsed)
}

/** The parser's type says that a group is never empty; `()` is. */
type Child = Condition | undefined

function listGroupReads({ children }: GroupCondition): readonly (readonly string[])[] {
  return children.flatMap((child: Child) => {
    if (child === undefined) return []
    return child.type === 'group' ? listGroupReads(child) : listConditionReads(child)
  })
}

function listConditionReads(condition: Exclude<Condition, GroupCondition>): readonly (readonly string[])[] {
  switch (condition.type) {
    case 'event-type':
      return [['type']]
    case 'event':
    case 'name':
    case 'userId':
      return [[condition.type]]
    case 'event-property':
      return listMemberReads('properties', condition.name)
    case 'event-trait':
      return listMemberReads('traits', condition.name)
    case 'event-context':
      return listMemberReads('context', condition.name)
    default:
      return condition satisfies never
  }
}

/** A path without a name reads nothing: it is absent, or fails every row. */
function listMemberReads(container: string, name: string): readonly (readonly string[])[] {
  const keys = name.match(/[^[.\]]+/g)
  return keys === null ? [] : [[container, ...keys]]
}
