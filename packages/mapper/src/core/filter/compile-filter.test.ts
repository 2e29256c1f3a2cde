import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileFilter } from './compile-filter.ts'
import { parseFql, validate } from './segment-fql.ts'

const FIELDS = [
  'type',
  'event',
  'name',
  'userId',
  'properties.a',
  'properties.a.b',
  'traits.a',
  'context.x',
  'properties',
  'foo',
]
const VALUES = ['"a"', '"track"', "'track'", '5', '-1.5', 'true', 'false', 'null', 'word']

const comparison = fc
  .tuple(
    fc.constantFrom(...FIELDS),
    fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    fc.constantFrom(...VALUES),
  )
  .map((words) => words.join(' '))

const call = fc
  .tuple(
    fc.constantFrom('', '!'),
    fc.constantFrom('contains', 'match'),
    fc.constantFrom(...FIELDS),
    fc.constantFrom('"a"', '"a*"', '"*a"', '"*"', '5'),
  )
  .map(([not, name, field, value]) => `${not}${name}(${field}, ${value})`)

const condition = fc.oneof(comparison, call)

const group = fc
  .tuple(fc.constantFrom('', '!', 'not '), condition, fc.constantFrom(' and ', ' or '), condition)
  .map(([not, one, operator, other]) => `${not}(${one}${operator}${other})`)

const filter = fc.oneof(
  fc
    .tuple(
      fc.oneof(condition, group),
      fc.array(fc.tuple(fc.constantFrom(' and ', ' or ', ' OR '), fc.oneof(condition, group)), {
        maxLength: 3,
      }),
    )
    .map(([first, others]) => first + others.flat().join('')),
  fc
    .array(
      fc.constantFrom(
        ...FIELDS,
        ...VALUES,
        '=',
        '(',
        ')',
        ')',
        'and',
        'or',
        'contains(',
        '.',
        ',',
        '!',
        'properties.\\.',
        '()',
      ),
      {
        maxLength: 7,
      },
    )
    .map((words) => words.join(' ')),
)

const scalar = fc.constantFrom('a', 'track', 'xa', '', 5, -1.5, 0, true, false, null)
const holder = fc.oneof(
  scalar,
  fc.record({ a: fc.oneof(scalar, fc.record({ b: scalar })), x: scalar }, { requiredKeys: [] }),
)
const event = fc.record(
  {
    type: scalar,
    event: scalar,
    name: scalar,
    userId: scalar,
    properties: holder,
    traits: holder,
    context: holder,
  },
  { requiredKeys: [] },
)

function attempt<T>(run: () => T): T | 'thrown' {
  try {
    return run()
  } catch {
    return 'thrown'
  }
}

describe('a compiled filter', () => {
  test("passes the rows that Segment's own evaluation lets pass", () => {
    fc.assert(
      fc.property(filter, event, (fql, row) => {
        const parsed = parseFql(fql)
        const compiled = compileFilter(fql)
        expect(compiled.ok).toBe(!('error' in parsed))
        if (!compiled.ok) return
        expect(attempt(() => compiled.test(row))).toBe(attempt(() => validate(parsed, row as object)))
      }),
      { numRuns: 2_000 },
    )
  })

  test('sees own members only', () => {
    const compiled = compileFilter('properties.constructor != null')
    expect(compiled.ok && compiled.test({ properties: {} })).toBe(false)
  })

  test.each(['', 'properties.a>5', 'type = "track', '()', 'a && b'])('does not exist for %j', (fql) => {
    expect(compileFilter(fql).ok).toBe(false)
  })
})
