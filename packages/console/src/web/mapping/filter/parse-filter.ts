import { parseConditions, type Condition, type GroupCondition } from '@sluice/mapper/core'
import type { FilterGroup, FilterNode } from './filter-tree.ts'
import { writeFilter } from './write-filter.ts'

const HOLDERS: Readonly<Record<string, string>> = {
  'event-property': 'properties.',
  'event-trait': 'traits.',
  'event-context': 'context.',
}

/** The tree of a filter; null for what a builder of conditions could not write again. */
export function parseFilter(filter: string): FilterGroup | null {
  if (filter.trim() === '') return { operator: 'and', members: [] }
  const parsed = parseConditions(filter)
  if (parsed === null) return null
  const tree = readGroup(parsed)
  return writeFilter(tree).ok ? tree : null
}

function readGroup({ operator, children }: GroupCondition): FilterGroup {
  return { operator, members: children.map(readNode) }
}

function readNode(condition: Condition): FilterNode {
  if (condition.type === 'group') return readGroup(condition)
  const name = 'name' in condition ? condition.name : ''
  const field =
    condition.type === 'event-type' ? 'type' : `${HOLDERS[condition.type] ?? condition.type}${name}`
  return { field, test: condition.operator, value: String(condition.value ?? '') }
}
