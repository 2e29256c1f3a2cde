import { describe, expect, test } from '@jest/globals'
import type { Json, Row } from '@sluice/shared/domain'
import fc from 'fast-check'
import {
  arbitraryJson,
  arbitraryMapping,
  arbitraryRowEvent,
  arbitraryValue,
} from '../testing/arbitrary-mapping.ts'
import { compileMapping } from '../compile-mapping.ts'
import type { MappingConfig } from '../mapping-config.ts'
import { listColumnsRead } from './list-columns-read.ts'

const columnsOf = (value: Json, filter?: string): readonly string[] | 'all' =>
  listColumnsRead({ action: 'sendTrack', fields: { properties: { value } }, ...(filter && { filter }) })

describe('the columns that a mapping reads', () => {
  test.each<[string, Json, readonly string[] | 'all']>([
    ['none for raw values', { city: 'properties.city', n: 1 }, []],
    ['a path', { '@path': '$.properties.email' }, ['email']],
    ['a path without $.', { '@path': 'properties.email' }, ['email']],
    ['a path in brackets', { '@path': "$.properties['first name'].x" }, ['first name']],
    ['a path into a list', { '@path': '$.properties.items[0].sku' }, ['items']],
    ['the row as a whole', { '@path': '$.properties' }, 'all'],
    ['the row event as a whole', { '@path': '$.' }, 'all'],
    ['what is no column', [{ '@path': '$.messageId' }, { '@path': '$.context.consent' }], []],
    ['a path that only a row knows', { '@path': { '@template': 'properties.{{properties.a}}' } }, 'all'],
    ['placeholders', { '@template': '{{properties.a}} {{{ properties.b.c }}} {{event}}' }, ['a', 'b']],
    ['a template that only a row knows', { '@template': { '@path': '$.properties.a' } }, 'all'],
    ['an output of Liquid', { '@liquid': '{{ properties.a | default: properties["b c"] }}' }, ['a', 'b c']],
    ['a condition of Liquid', { '@liquid': '{% if properties.a and event == "new" %}{% endif %}' }, ['a']],
    ['a name that Liquid gives', { '@liquid': '{% assign p = properties.a %}{{ p.b }}' }, ['a']],
    ['a row that Liquid names anew', { '@liquid': '{% assign p = properties %}{{ p.b }}' }, 'all'],
    [
      'a name that Liquid may not have given',
      {
        '@liquid': '{% if event == "x" %}{% assign properties = 1 %}{% endif %}{{ properties.a }}',
      },
      ['a'],
    ],
    ['a column that Liquid computes', { '@liquid': '{{ properties[event] }}' }, 'all'],
    ['an index that Liquid computes', { '@liquid': '{{ properties.a[properties.b] }}' }, ['a', 'b']],
    ['how many columns there are', { '@liquid': '{{ properties.size }}' }, 'all'],
    ['how many items a column has', { '@liquid': '{{ properties.a.size }}' }, ['a']],
    ['an unreadable template', { '@liquid': '{{ properties.a' }, []],
    [
      'a list, and not what its items have',
      {
        '@arrayPath': ['$.properties.items', { sku: { '@path': '$.properties.sku' } }],
      },
      ['items'],
    ],
    ['a computed list', { '@arrayPath': [{ '@path': '$.properties.items' }, {}] }, ['items']],
    [
      'what @transform applies, and not what it makes',
      {
        '@transform': {
          apply: { a: { '@path': '$.properties.a' } },
          mapping: { b: { '@path': '$.properties.b' } },
        },
      },
      ['a'],
    ],
    [
      'every option of a directive',
      {
        '@if': {
          exists: { '@path': '$.properties.a' },
          // oxlint-disable-next-line unicorn/no-thenable -- an option of that name, not a promise.
          then: { '@case': { operator: 'lower', value: { '@path': '$.properties.b' } } },
          else: { '@literal': [{ '@path': '$.properties.c' }] },
        },
      },
      ['a', 'b', 'c'],
    ],
  ])('%s', (_name, value, expected) => {
    expect(columnsOf(value)).toEqual(expected)
  })

  test('are those of its filter too', () => {
    expect(
      columnsOf(
        { '@path': '$.properties.a' },
        'properties.b.c = 1 and (event = "x" or contains(properties.d, "y"))',
      ),
    ).toEqual(['a', 'b', 'd'])
  })

  test('are those of a root directive', () => {
    const fields = {
      __segment_internal_directive: { '@transform': { apply: { a: { '@path': '$.properties.a' } } } },
      user_id: { '@path': '$.a' },
    }
    expect(listColumnsRead({ action: 'sendIdentify', fields })).toEqual(['a'])
  })

  test('are all that any event depends on, whatever the mapping and the row', () => {
    fc.assert(
      fc.property(arbitraryConfig, arbitraryRowEvent, arbitraryRow, (config, event, row) => {
        const compiled = compileMapping(config, { library: { name: 'sluice', version: '0' } })
        const touched = new Set<string>()
        if (compiled.ok) compiled.mapping.map({ ...event, properties: observe(row, touched) })
        const columns = listColumnsRead(config)
        const untold = [...touched].filter((column) => columns !== 'all' && !columns.includes(column))
        expect(untold).toEqual([])
      }),
      { numRuns: 1_500 },
    )
  })
})

const FILTERS = [
  'properties.a = "x"',
  'contains(properties.list, "1") or properties.email.x != 1',
  'event = "new"',
]

const COLUMNS = ['a', 'b', 'list', 'email', 'name', '0', 'length', 'constructor', 'x y', 'ü', 'first']

const LIQUID = [
  '',
  '{{ properties.a | upcase }}{{ properties.list.size }}',
  '{% if properties.email contains "@" %}{{ properties["x y"] }}{% else %}{{ properties.name }}{% endif %}',
  '{% assign key = properties.a %}{{ properties[key] }}',
  '{% unless event == "new" %}{% assign properties = 1 %}{% endunless %}{{ properties.b }}',
  '{% capture text %}{{ properties.ü }}{% endcapture %}{{ text | append: properties.0 }}',
  '{% cycle properties.a, properties.b %}{{ properties.first }}{{ properties.size }}',
]

const COMPUTED: readonly Json[] = [
  { '@path': { '@literal': 'properties.name' } },
  { '@template': { '@literal': '{{properties.name}}' } },
  { '@transform': { apply: { a: { '@path': 'properties.email' } }, mapping: { '@path': 'a' } } },
]

const arbitraryConfig: fc.Arbitrary<MappingConfig> = fc.oneof(
  arbitraryMapping,
  fc.record({
    action: fc.constant('sendTrack' as const),
    fields: fc.record({
      user_id: fc.constant('u'),
      event_name: fc.constant('e'),
      locale: fc.oneof(
        fc.constantFrom(...LIQUID).map((template) => ({ '@liquid': template })),
        fc.constantFrom<Json>(...COMPUTED),
      ),
      properties: fc.dictionary(fc.string(), arbitraryValue, { maxKeys: 4, noNullPrototype: true }),
    }),
    filter: fc.option(fc.constantFrom(...FILTERS)),
  }),
)

const arbitraryRow: fc.Arbitrary<Row> = fc
  .tuple(...COLUMNS.map(() => arbitraryJson))
  .map((values) => Object.fromEntries(COLUMNS.map((column, index) => [column, values[index] ?? null])))

/** A row that takes down which of its columns are looked at. */
function observe(row: Row, touched: Set<string>): Row {
  const touch = (key: string | symbol): void => {
    if (typeof key === 'string' && Object.hasOwn(row, key)) touched.add(key)
  }
  return new Proxy(row, {
    get(target, key, receiver) {
      touch(key)
      return Reflect.get(target, key, receiver) as Json
    },
    has(target, key) {
      touch(key)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor(target, key) {
      touch(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    ownKeys(target) {
      Object.keys(target).forEach(touch)
      return Reflect.ownKeys(target)
    },
  })
}
