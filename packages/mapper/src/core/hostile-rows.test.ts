/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { describe, expect, test } from '@jest/globals'
import { EVENT_LIMIT_BYTES, type Json, type RowEvent } from '@sluice/shared/domain'
import fc from 'fast-check'
import { ACTIONS } from './actions/index.ts'
import { arbitraryMapping, arbitraryValue } from './testing/arbitrary-mapping.ts'
import { compileMapping, compilePlan, createMapping, layDefaults } from './compile-mapping.ts'
import { Budget, VALUE_LIMIT_CHARACTERS, WORK_LIMIT_UNITS } from './language/budget.ts'
import { DIRECTIVES } from './language/directives/index.ts'
import { measureJson } from './language/measure-json.ts'
import type { MapResult } from './mapping-config.ts'

const SUPPLEMENT = { library: { name: 'sluice', version: '1.2.3' } }
const ROW_LIMIT_BYTES = 512 * 1024

function createEvent(value: Json): RowEvent {
  return {
    type: 'track',
    event: 'new',
    __segment_id: '1',
    messageId: 'm',
    timestamp: '2026-03-01T06:00:00.000Z',
    properties: { v: value, a: value, list: value, text: 'x' },
  }
}

function map(value: Json, row: Json): { readonly result: MapResult; readonly budget: Budget } {
  const { sendTrack } = ACTIONS
  const fields = layDefaults(sendTrack, { user_id: 'u', event_name: 'e', properties: { value } })
  const compiled = compilePlan(sendTrack, fields, SUPPLEMENT)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.mistakes))
  const budget = new Budget()
  return { result: createMapping(compiled.plan, null, budget).map(createEvent(row)), budget }
}

const column = { '@path': '$.properties.v' }

const ROWS: Readonly<Record<string, Json>> = {
  'braces that open': '{'.repeat(ROW_LIMIT_BYTES),
  'braces that close': '}'.repeat(ROW_LIMIT_BYTES),
  'placeholders that are empty': '{{{}}}'.repeat(ROW_LIMIT_BYTES / 6),
  'placeholders of a long value': `{{properties.v}}${'{{properties.v}}'.repeat(2_000)}`,
  'one letter': 'a'.repeat(ROW_LIMIT_BYTES),
  'quotes and backslashes': '"\\'.repeat(ROW_LIMIT_BYTES / 4),
  'a path of many names': 'a.'.repeat(ROW_LIMIT_BYTES / 2),
  'JSON text that is deep': '['.repeat(ROW_LIMIT_BYTES / 2) + ']'.repeat(ROW_LIMIT_BYTES / 2),
  'a long key above many numbers': {
    ['k'.repeat(20_000)]: Array.from({ length: 2_000 }, (_, index) => index),
  },
  'a longer key above more': { ['k'.repeat(300_000)]: Array.from({ length: 40_000 }, (_, index) => index) },
  'many members': Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`k${index}`, index])),
  'many items': Array.from({ length: ROW_LIMIT_BYTES / 2 }, () => 1),
  'many empty objects': Array.from({ length: ROW_LIMIT_BYTES / 4 }, () => ({})),
  'lists 5,500 deep': JSON.parse('['.repeat(5_500) + ']'.repeat(5_500)) as Json,
  'objects 50,000 deep': JSON.parse('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)) as Json,
  'members of prototypes': JSON.parse(
    '{"__proto__": {"a": 1}, "toString": 1, "valueOf": 2, "toJSON": 3}',
  ) as Json,
}

function nest(levels: number, inner: Json, wrap: (value: Json) => Json): Json {
  return levels === 0 ? inner : nest(levels - 1, wrap(inner), wrap)
}

const twice = { a: { '@path': '' }, b: { '@path': '' } }

const MAPPINGS: Readonly<Record<string, Json>> = {
  '@path': column,
  '@path, computed': { '@path': column },
  '@path, many times': Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m${index}`, column])),
  '@template, two braces': { '@template': '{{properties.v}}'.repeat(30) },
  '@template, three braces': { '@template': 'Bio: {{{properties.v}}}' },
  '@template, computed': { '@template': column },
  '@if': { '@if': { blank: column, then: column, else: 'none' } },
  '@case': { '@case': { operator: 'upper', value: column } },
  '@replace': { '@replace': { pattern: 'a', replacement: "$`$'", value: column } },
  '@replace, twice': {
    '@replace': {
      pattern: 'a',
      replacement: '$&$&$&$&$&',
      pattern2: 'a',
      replacement2: '$&$&$&$&$&',
      value: column,
    },
  },
  '@arrayPath': { '@arrayPath': ['$.properties.v', { x: { '@path': '' }, y: 'constant' }] },
  '@arrayPath, nested': nest(30, '$.properties.v', (list) => ({ '@arrayPath': [list, twice] })),
  '@literal': { '@literal': [column, column, column] },
  '@flatten': { '@flatten': { separator: '.', value: column } },
  '@flatten, nested': {
    '@flatten': { separator: '.', value: { '@flatten': { separator: '.', value: column } } },
  },
  '@json, encoded': nest(20, column, (value) => ({ '@json': { mode: 'encode', value } })),
  '@json, decoded': { '@json': { mode: 'decode', value: column } },
  '@merge': { '@merge': { direction: 'right', objects: Array.from({ length: 20 }, () => column) } },
  '@transform': nest(20, { '@path': '' }, (x) => ({
    '@transform': { apply: { x }, mapping: { a: { '@path': 'x' }, b: { '@path': 'x' } } },
  })),
  '@excludeWhenNull': { '@excludeWhenNull': [column, { nested: column }] },
  '@liquid': {
    '@liquid':
      '{{ properties.v | escape | url_encode | split: "" | join: properties.v }}{{ properties.v | json: 10 }}',
  },
}

test('every directive is tried', () => {
  const tried = new Set(Object.keys(MAPPINGS).map((name) => name.split(',')[0]))
  expect(tried).toEqual(new Set(DIRECTIVES.keys()))
})

describe.each(Object.entries(MAPPINGS))('%s', (_, mapping) => {
  test.each(Object.entries(ROWS))('costs no more than its budget over %s', (_row, row) => {
    const { result, budget } = map(mapping, row)
    expect(budget.spentUnits).toBeLessThanOrEqual(WORK_LIMIT_UNITS)
    expect(readSize(result)).toBeLessThanOrEqual(EVENT_LIMIT_BYTES)
    expect(['event', 'event_too_large', 'mapping_failed', 'field_invalid']).toContain(readEnd(result))
  })
})

function readSize(result: MapResult): number {
  return result.outcome === 'event' ? Buffer.byteLength(result.json) : 0
}

function readEnd(result: MapResult): string {
  return result.outcome === 'invalid' ? result.code : result.outcome
}

/** A value that is larger than this without having been counted has long been found out. */
const MEASURED_CHARACTERS = 2 ** 22

const SIZED_ROWS = Object.values(ROWS).map((row) => ({
  row,
  given: measure(row, MEASURED_CHARACTERS),
}))

test.each(Object.entries(MAPPINGS))('%s counts what it makes', (_, mapping) => {
  const compiled = compilePlan(ACTIONS.sendTrack, { value: mapping }, SUPPLEMENT)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.mistakes))
  const { root } = compiled.plan
  // What stands in the value as the row has it was not made, however often the mapping names it.
  const places = JSON.stringify(mapping).split('@path').length + 1
  for (const { row, given } of SIZED_ROWS) {
    const budget = new Budget().begin(VALUE_LIMIT_CHARACTERS)
    const value = attempt(() => root.resolve(createEvent(row), budget))
    const most = places * given + 4 * budget.spentUnits + 1_000
    const made = measure(value, Math.min(most, MEASURED_CHARACTERS))
    expect(made).toBeLessThanOrEqual(most)
  }
})

test('whatever the mapping, a hostile row costs no more than its budget and makes no event that is too large', () => {
  const hostile = fc.constantFrom(...Object.values(ROWS))
  const config = fc.oneof(
    arbitraryMapping.map(({ action, fields }) => ({ action, fields })),
    arbitraryValue.map((value) => ({
      action: 'sendTrack' as const,
      fields: { user_id: 'u', event_name: 'e', properties: { value } },
    })),
  )
  fc.assert(
    fc.property(config, hostile, ({ action, fields }, row) => {
      const definition = ACTIONS[action]
      const compiled = compilePlan(definition, layDefaults(definition, fields), SUPPLEMENT)
      if (!compiled.ok) return
      const budget = new Budget()
      const result = createMapping(compiled.plan, null, budget).map(createEvent(row))
      expect(budget.spentUnits).toBeLessThanOrEqual(WORK_LIMIT_UNITS)
      expect(readSize(result)).toBeLessThanOrEqual(EVENT_LIMIT_BYTES)
    }),
    { numRuns: 150 },
  )
})

describe('the work for a row grows as the row does', () => {
  const linear = Object.entries(MAPPINGS).filter(
    ([name]) => !/nested|twice|flatten|merge|transform|replace|liquid/.test(name),
  )
  test.each(linear)('%s', (_, mapping) => {
    for (const unit of ['{', '{{a}}', 'a']) {
      const spend = (length: number): number => map(mapping, unit.repeat(length)).budget.spentUnits
      expect(spend(8_000)).toBeLessThanOrEqual(2.1 * spend(4_000) + 1_000)
    }
  })
})

describe('a row that would have stopped its mapper is a dead letter', () => {
  test.each<[string, Json, Json]>([
    [
      'a value of 100,000 braces in triple braces',
      { '@template': 'Bio: {{{properties.v}}}' },
      '{'.repeat(100_000),
    ],
    [
      'a value of 500,000 braces in triple braces',
      { '@template': 'Bio: {{{properties.v}}}' },
      '{'.repeat(500_000),
    ],
    [
      'a flattened list below a key of 20 KB',
      { '@flatten': { separator: '.', value: column } },
      ROWS['a long key above many numbers'] ?? null,
    ],
    ['a text that is put around each of its letters', MAPPINGS['@replace'] ?? null, 'a'.repeat(100_000)],
  ])('%s', (_, mapping, row) => {
    expect(map(mapping, row).result).toMatchObject({ outcome: 'invalid', code: 'event_too_large' })
  })

  test('JSON that is nested too deeply to be written says so, and nothing of its value', () => {
    expect(map(column, ROWS['objects 50,000 deep'] ?? null).result).toMatchObject({
      outcome: 'invalid',
      code: 'mapping_failed',
      reason: 'fields cannot be applied to this row: a value of it is nested too deeply',
    })
  })
})

test.each(['{{ (1..99000000) | size }}', '{% if event == "x" %}{{ (1..9000000) | join }}{% endif %}'])(
  'a mapping with the range of %s is refused, with its place',
  (template) => {
    const fields = { user_id: 'u', traits: { a: { '@liquid': template } } }
    expect(compileMapping({ action: 'sendIdentify', fields }, SUPPLEMENT)).toEqual({
      ok: false,
      mistakes: [
        { path: ['fields', 'traits', 'a', '@liquid'], message: 'has a range of more than 10000 numbers' },
      ],
    })
  },
)

test('a tag that counts leaves the row as it is', () => {
  const event = createEvent(1)
  const value = { '@liquid': '{% increment text %}{% decrement type %}' }
  const compiled = compileMapping(
    { action: 'sendIdentify', fields: { user_id: 'u', traits: { value } } },
    SUPPLEMENT,
  )
  const before = JSON.stringify(event)
  if (compiled.ok) compiled.mapping.map(event)
  expect(JSON.stringify(event)).toBe(before)
})

/** As `measureJson` counts, however deep the value is. */
function measure(value: unknown, limit: number): number {
  let characters = 0
  for (const rest = [value]; rest.length > 0 && characters <= limit;) {
    const next = rest.pop()
    if (typeof next !== 'object' || next === null) {
      characters += measureJson(next, limit)
      continue
    }
    characters += 2
    for (const [key, member] of Object.entries(next)) {
      characters += Array.isArray(next) ? 1 : key.length + 3
      rest.push(member)
    }
  }
  return characters
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
