import type { Said } from '../notation/said.ts'
import { TESTS, type FilterCondition, type TestName } from './filter-tree.ts'

const NUMBER = /^-?\d+(?:\.\d+)?$/
const HOLDERS = ['properties', 'traits', 'context']
/** What a filter may ask of text alone, and what it may ask beside. */
const TEXT_FIELDS: Readonly<Record<string, readonly TestName[]>> = {
  type: ['=', '!='],
  event: ['=', '!='],
  name: ['=', '!=', 'exists', 'not_exists'],
  userId: ['=', '!=', 'exists', 'not_exists', 'is_true', 'is_false'],
}
const FUNCTIONS: Partial<Record<TestName, (field: string, value: string) => string>> = {
  contains: (field, value) => `contains(${field}, "${value}")`,
  not_contains: (field, value) => `!contains(${field}, "${value}")`,
  starts_with: (field, value) => `match(${field}, "${value}*")`,
  not_starts_with: (field, value) => `!match(${field}, "${value}*")`,
  ends_with: (field, value) => `match(${field}, "*${value}")`,
  not_ends_with: (field, value) => `!match(${field}, "*${value}")`,
}
const COMPARISONS: Partial<Record<TestName, string>> = {
  number_equals: '=',
  number_not_equals: '!=',
  exists: '!= null',
  not_exists: '= null',
  is_true: '= true',
  is_false: '= false',
}

/** True for a condition that FQL says as contains(…) or match(…). */
export function isFunction({ test }: FilterCondition): boolean {
  return FUNCTIONS[test] !== undefined
}

/** True for a field that Segment's parser reads: no name in it has a bracket, or a character beyond 16 bits. */
export function isFilterField(field: string): boolean {
  const [holder = '', ...names] = field.split('.')
  if (!HOLDERS.includes(holder)) return Object.hasOwn(TEXT_FIELDS, field)
  return names.length > 0 && names.every((name) => /^[^[\]\uD800-\uDFFF]+$/.test(name))
}

/** The tests that a field can be put to. */
export function listTests(field: string): readonly TestName[] {
  const known = TEXT_FIELDS[field]
  if (known === undefined) return Object.keys(TESTS) as TestName[]
  return field === 'type' ? known : [...known, ...(Object.keys(FUNCTIONS) as TestName[])]
}

/** One condition in FQL, or why it cannot be said. */
export function writeCondition({ field, test, value }: FilterCondition): Said<string> {
  if (field === '') return { ok: false, message: 'has a condition without a column' }
  if (!isFilterField(field))
    return { ok: false, message: `cannot ask for ${field}: give the column an alias in the model` }
  if (!listTests(field).includes(test))
    return { ok: false, message: `cannot ask whether ${field} ${TESTS[test].words}` }
  const { operand } = TESTS[test]
  const problem = findProblem(operand, value)
  if (problem !== null) return { ok: false, message: `compares ${field} with ${problem}` }
  const name = writeName(field)
  const call = FUNCTIONS[test]
  if (call !== undefined) return { ok: true, value: call(name, value) }
  const operator = COMPARISONS[test] ?? test
  if (operand === 'none') return { ok: true, value: `${name} ${operator}` }
  return { ok: true, value: `${name} ${operator} ${operand === 'number' ? value : `"${value}"`}` }
}

function findProblem(operand: string, value: string): string | null {
  switch (operand) {
    case 'none':
      return null
    case 'number':
      return NUMBER.test(value) ? null : 'something that is no number: write 42 or -1.5'
    case 'affix':
      if (value === '') return 'nothing: say what it begins or ends with'
      if (value.includes('*')) return 'a *, which a filter cannot look for'
      return value.includes('"') ? 'a double quote, which a filter cannot say' : null
    default:
      return value.includes('"') ? 'a double quote, which a filter cannot say' : null
  }
}

/** A field with what FQL would take for something else escaped. */
function writeName(field: string): string {
  return field
    .split('.')
    .map((name) => {
      const escaped = name.replaceAll(/[^A-Za-z0-9_]/g, String.raw`\$&`)
      return /^\d|^(?:and|or|null)$/.test(escaped) ? `\\${escaped}` : escaped
    })
    .join('.')
}
