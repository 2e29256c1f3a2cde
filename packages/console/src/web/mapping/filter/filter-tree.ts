export type GroupOperator = 'and' | 'or'

/** Conditions of which all hold, or any. */
export interface FilterGroup {
  readonly operator: GroupOperator
  readonly members: readonly FilterNode[]
}

/** One comparison; `field` as a filter writes it without escapes: `properties.plan`, `event`. */
export interface FilterCondition {
  readonly field: string
  readonly test: TestName
  /** Text; empty where the test compares with nothing. */
  readonly value: string
}

export type FilterNode = FilterGroup | FilterCondition

export type TestName = keyof typeof TESTS

/** What a condition compares with: text, a number, the beginning or end of a text, or nothing. */
export type OperandKind = 'text' | 'number' | 'affix' | 'none'

/** The tests of a condition by their names in Segment's tree: in words, and what they compare with. */
export const TESTS = {
  '=': { words: 'is', operand: 'text' },
  '!=': { words: 'is not', operand: 'text' },
  number_equals: { words: 'equals (number)', operand: 'number' },
  number_not_equals: { words: 'does not equal (number)', operand: 'number' },
  '<': { words: 'is less than', operand: 'number' },
  '<=': { words: 'is at most', operand: 'number' },
  '>': { words: 'is more than', operand: 'number' },
  '>=': { words: 'is at least', operand: 'number' },
  contains: { words: 'contains', operand: 'text' },
  not_contains: { words: 'does not contain', operand: 'text' },
  starts_with: { words: 'starts with', operand: 'affix' },
  not_starts_with: { words: 'does not start with', operand: 'affix' },
  ends_with: { words: 'ends with', operand: 'affix' },
  not_ends_with: { words: 'does not end with', operand: 'affix' },
  exists: { words: 'has a value', operand: 'none' },
  not_exists: { words: 'has no value', operand: 'none' },
  is_true: { words: 'is true', operand: 'none' },
  is_false: { words: 'is false', operand: 'none' },
} as const satisfies Record<string, { readonly words: string; readonly operand: OperandKind }>

export const TEST_NAMES = Object.keys(TESTS) as readonly TestName[]

export function isGroup(node: FilterNode): node is FilterGroup {
  return 'members' in node
}

/** False for groups in which there are nothing but groups. */
export function holdsCondition(node: FilterNode): boolean {
  return !isGroup(node) || node.members.some(holdsCondition)
}
