import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileMapping } from '@sluice/mapper/core'
import {
  TEST_NAMES,
  type TestName,
  holdsCondition,
  isGroup,
  type FilterGroup,
  type FilterNode,
} from './filter-tree.ts'
import { parseFilter } from './parse-filter.ts'
import { writeFilter } from './write-filter.ts'

const COLUMNS = ['a', 'b c', 'größe', 'and', '1st']
const VALUES = ['x', 'xy', '', '1', '2.5', 'true', "it's", 'a\\', 'null']

const condition = fc.record({
  field: fc.oneof(fc.constantFrom(...COLUMNS.map((column) => `properties.${column}`)), fc.constant('event')),
  test: fc.constantFrom(...TEST_NAMES),
  value: fc.constantFrom(...VALUES, 'new', 'updated'),
})
const operator = fc.constantFrom('and' as const, 'or' as const)
const { tree } = fc.letrec<{ tree: FilterGroup; node: FilterNode }>((tie) => ({
  tree: fc.record({ operator, members: fc.array(tie('node'), { maxLength: 4 }) }),
  node: fc.oneof({ maxDepth: 3, depthSize: 'small' }, condition, tie('tree')),
}))

const row = fc.record({
  event: fc.constantFrom('new', 'updated', 'deleted'),
  properties: fc.record(
    Object.fromEntries(
      COLUMNS.map((column) => [column, fc.constantFrom('x', 'xy', 'zx', '', 1, 2.5, true, false, null)]),
    ),
  ),
})
type Row = {
  event: 'new' | 'updated' | 'deleted'
  properties: Record<string, string | number | boolean | null>
}

/** What a tree says of a row, by the words of its tests. */
function holds(node: FilterNode, row: Row): boolean {
  if (isGroup(node)) {
    const members = node.members.filter(holdsCondition)
    return node.operator === 'or'
      ? members.some((each) => holds(each, row))
      : members.every((each) => holds(each, row))
  }
  const { field, test, value } = node
  const actual = field === 'event' ? row.event : row.properties[field.replace('properties.', '')]
  const text = typeof actual === 'string'
  const number = typeof actual === 'number' ? actual : Number.NaN
  const wanted = Number(value)
  switch (test) {
    case '=':
      return actual === value
    case '!=':
      return actual !== value
    case 'number_equals':
      return number === wanted
    case 'number_not_equals':
      return typeof actual === 'number' && number !== wanted
    case '<':
      return number < wanted
    case '<=':
      return number <= wanted
    case '>':
      return number > wanted
    case '>=':
      return number >= wanted
    case 'contains':
      return text && actual.includes(value)
    case 'not_contains':
      return text && !actual.includes(value)
    case 'starts_with':
      return text && actual.startsWith(value)
    case 'not_starts_with':
      return text && !actual.startsWith(value)
    case 'ends_with':
      return text && actual.endsWith(value)
    case 'not_ends_with':
      return text && !actual.endsWith(value)
    case 'exists':
      return actual !== null && actual !== undefined
    case 'not_exists':
      return actual === null || actual === undefined
    case 'is_true':
      return actual === true
    case 'is_false':
      return actual === false
    default:
      return test satisfies never
  }
}

function passes(filter: string, { event, properties }: Row): boolean {
  const config = { action: 'sendTrack', fields: { event_name: 'x', user_id: 'y' }, filter } as const
  const compiled = compileMapping(config, { library: { name: 'sluice', version: '0' } })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.mistakes))
  expect(compiled.warnings).toEqual([])
  const envelope = {
    type: 'track',
    __segment_id: '1',
    messageId: 'm',
    timestamp: '2026-01-01T00:00:00Z',
  } as const
  return compiled.mapping.map({ ...envelope, event, properties }).outcome !== 'skipped'
}

test('what a tree of conditions is written as lets the very rows pass that the tree means', () =>
  fc.assert(
    fc.property(tree, fc.array(row, { minLength: 5, maxLength: 5 }), (tree, rows) => {
      const said = writeFilter(tree)
      fc.pre(said.ok && said.value !== '')
      for (const each of rows) expect(passes(said.ok ? said.value : '', each)).toBe(holds(tree, each))
    }),
    { numRuns: 300 },
  ))

test('what is written is read again as what is written the same', () =>
  fc.assert(
    fc.property(tree, (tree) => {
      const said = writeFilter(tree)
      fc.pre(said.ok)
      const again = parseFilter(said.ok ? said.value : '')
      expect(again === null ? null : writeFilter(again)).toEqual(said)
    }),
    { numRuns: 300 },
  ))

describe('a filter that a builder shows', () => {
  test.each([
    'properties.plan != "internal"',
    'event = "new" and (properties.age >= 18 or properties.vip = true)',
    'contains(properties.email, "@example.com") or !match(properties.plan, "free*")',
    'properties.plan != null and (properties.a = "x" or contains(properties.b, "y"))',
  ])('%s', (filter) => {
    const tree = parseFilter(filter)
    expect(tree === null ? null : writeFilter(tree)).toEqual({ ok: true, value: filter })
  })

  test('is empty where there is none', () =>
    expect(parseFilter(' ')).toEqual({ operator: 'and', members: [] }))
})

describe('a filter that stays text', () => {
  test.each([
    'anonymousId = "a"',
    "type = 'track'",
    '()',
    'properties.a = "x" and event = "a" or event = "b"',
    'no',
  ])('%s', (filter) => expect(parseFilter(filter)).toBeNull())
})

describe('what cannot be said is told', () => {
  const of = (field: string, test: TestName, value: string) => ({
    operator: 'and' as const,
    members: [{ field, test, value }],
  })
  test.each([
    [of('', '=', 'x'), 'has a condition without a column'],
    [
      of('properties.a', '=', 'say "hi"'),
      'compares properties.a with a double quote, which a filter cannot say',
    ],
    [
      of('properties.a', '<', 'ten'),
      'compares properties.a with something that is no number: write 42 or -1.5',
    ],
    [
      of('properties.a', 'starts_with', '*'),
      'compares properties.a with a *, which a filter cannot look for',
    ],
    [of('event', 'exists', ''), 'cannot ask whether event has a value'],
    [of('properties.a[0]', '=', ''), 'cannot ask for properties.a[0]: give the column an alias in the model'],
  ])('%j', (tree, message) => expect(writeFilter(tree)).toEqual({ ok: false, message }))

  test('as are groups that neither form of FQL holds', () => {
    const call = (value: string) => ({ field: 'properties.a', test: 'contains' as const, value })
    const members = [
      { operator: 'or' as const, members: [call('1'), call('2')] },
      { operator: 'or' as const, members: [call('3'), call('4')] },
    ]
    expect(writeFilter({ operator: 'and', members })).toMatchObject({ ok: false })
  })
})
