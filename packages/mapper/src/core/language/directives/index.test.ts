/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { describe, expect, test } from '@jest/globals'
import type { Json } from '@sluice/shared/domain'
import { ACTIONS } from '../../actions/index.ts'
import { compilePlan } from '../../compile-mapping.ts'
import { Budget } from '../budget.ts'
import { DIRECTIVES } from './index.ts'

const ROW = {
  text: 'Ada Lovelace',
  zero: 0,
  no: false,
  none: null,
  blank: '',
  list: [{ sku: 'A', price: 1 }, { sku: 'B' }],
  nested: { a: { b: 1 }, list: [1, { c: 2 }], none: null, empty: {} },
  json: '{"a":1}',
  template: '{{text}}',
} as const

/** What a mapping value is for the row; 'fails' when it has none, 'mistake' when no row could have one. */
function resolve(value: Json): unknown {
  const compiled = compilePlan(ACTIONS.sendTrack, { value }, null)
  if (!compiled.ok) return 'mistake'
  try {
    const { value: resolved } = compiled.plan.root.resolve(ROW, new Budget()) as { readonly value: unknown }
    return resolved
  } catch {
    return 'fails'
  }
}

const at = (path: string): Json => ({ '@path': `$.${path}` })

describe.each<[string, readonly (readonly [what: string, value: Json, result: unknown])[]]>([
  [
    '@path',
    [
      ['reads a value', at('nested.a'), { b: 1 }],
      ['is absent when there is none', at('nothing'), undefined],
      ['yields a falsy value on the way', at('none.a.b'), null],
      ['takes a computed path', { '@path': { '@template': 'nested.a' } }, { b: 1 }],
      ['fails when the computed path is no text', { '@path': at('nothing') }, 'fails'],
      ['may stand beside metadata', { '@path': 'zero', _metadata: 1 }, 0],
    ],
  ],
  [
    '@template',
    [
      ['fills in values', { '@template': '{{text}} has {{zero}}{{nothing}}' }, 'Ada Lovelace has 0'],
      ['reads what triple braces insert again', { '@template': '{{{template}}}' }, 'Ada Lovelace'],
      ['does not so with double braces', { '@template': '{{template}}' }, '{{text}}'],
      ['reads an inherited name as missing', { '@template': '{{{constructor}}}{{constructor.name}}' }, ''],
      ['takes $. for a part of the path', { '@template': '{{$.text}}' }, ''],
      [
        'prints objects as JavaScript does',
        { '@template': '{{nested}} {{list.length}}' },
        '[object Object] 2',
      ],
    ],
  ],
  [
    '@if',
    [
      ['takes then for a value', { '@if': { exists: at('zero'), then: 1, else: 2 } }, 1],
      ['takes else for null', { '@if': { exists: at('none'), then: 1, else: 2 } }, 2],
      ['counts 0 as blank', { '@if': { blank: at('zero'), then: 1, else: 2 } }, 2],
      ['counts an empty else as none', { '@if': { exists: at('none'), then: 1, else: 0 } }, undefined],
      ['fails without a question', { '@if': { then: 1 } }, 'fails'],
    ],
  ],
  [
    '@case',
    [
      ['changes the case of text', { '@case': { operator: 'upper', value: at('text') } }, 'ADA LOVELACE'],
      ['leaves other values alone', { '@case': { operator: 'upper', value: at('zero') } }, 0],
      ['fails for another operator', { '@case': { operator: 'title', value: at('text') } }, 'fails'],
    ],
  ],
  [
    '@replace',
    [
      [
        'replaces everywhere',
        { '@replace': { pattern: 'a', replacement: '-', value: at('text') } },
        'Ad- Lovel-ce',
      ],
      [
        'or once',
        { '@replace': { pattern: 'a', replacement: '-', global: false, value: at('text') } },
        'Ad- Lovelace',
      ],
      ['or in any case', { '@replace': { pattern: 'A', ignorecase: true, value: at('text') } }, 'd Lovelce'],
      [
        'takes the pattern as plain text',
        { '@replace': { pattern: '.', value: at('text') } },
        'Ada Lovelace',
      ],
      [
        'runs a second pattern',
        { '@replace': { pattern: 'Ada ', pattern2: 'L', value: at('text') } },
        'ovelace',
      ],
      ['makes text of numbers', { '@replace': { pattern: '0', replacement: '1', value: at('zero') } }, '1'],
      ['makes nothing of the rest', { '@replace': { pattern: '0', value: at('none') } }, ''],
    ],
  ],
  [
    '@arrayPath',
    [
      ['maps each item', { '@arrayPath': ['$.list', { id: at('sku') }] }, [{ id: 'A' }, { id: 'B' }]],
      ['takes an object for a list of one', { '@arrayPath': ['$.nested', { x: at('a.b') }] }, [{ x: 1 }]],
      ['may make scalars', { '@arrayPath': ['$.list', at('sku')] }, ['A', 'B']],
      ['leaves scalars alone', { '@arrayPath': ['$.zero', { id: at('sku') }] }, 0],
    ],
  ],
  [
    '@literal',
    [['keeps braces and runs directives', { '@literal': ['{{text}}', at('zero')] }, ['{{text}}', 0]]],
  ],
  [
    '@flatten',
    [
      [
        'joins keys',
        { '@flatten': { value: at('nested'), separator: '_' } },
        { a_b: 1, list_0: 1, list_1_c: 2, none: null },
      ],
      [
        'may leave lists whole',
        { '@flatten': { value: at('nested'), separator: '_', omitArrays: true } },
        { a_b: 1, list: [1, { c: 2 }], none: null },
      ],
      ['fails without a separator', { '@flatten': { value: at('nested') } }, 'fails'],
    ],
  ],
  [
    '@json',
    [
      ['encodes', { '@json': { mode: 'encode', value: at('list') } }, '[{"sku":"A","price":1},{"sku":"B"}]'],
      ['decodes', { '@json': { mode: 'decode', value: at('json') } }, { a: 1 }],
      ['leaves text that is no JSON', { '@json': { mode: 'decode', value: at('text') } }, 'Ada Lovelace'],
    ],
  ],
  [
    '@merge',
    [
      [
        'lets the later win',
        { '@merge': { direction: 'right', objects: [at('nested.a'), { b: 2, c: 3 }] } },
        { b: 2, c: 3 },
      ],
      [
        'or the earlier',
        { '@merge': { direction: 'left', objects: [at('nested.a'), { b: 2, c: 3 }] } },
        { b: 1, c: 3 },
      ],
      [
        'lets an absent member erase one',
        { '@merge': { direction: 'right', objects: [{ a: 1 }, { a: at('nothing') }] } },
        { a: undefined },
      ],
    ],
  ],
  [
    '@transform',
    [
      [
        'maps what it made, and nothing else',
        { '@transform': { apply: { made: at('zero') }, mapping: { made: at('made'), row: at('text') } } },
        { made: 0, row: undefined },
      ],
    ],
  ],
  [
    '@excludeWhenNull',
    [
      ['leaves out null', { '@excludeWhenNull': at('none') }, undefined],
      [
        'leaves out null members',
        { '@excludeWhenNull': at('nested') },
        { a: { b: 1 }, list: [1, { c: 2 }], none: undefined, empty: {} },
      ],
    ],
  ],
  [
    '@liquid',
    [
      ['renders', { '@liquid': '{{ text | upcase }}{% if none %}!{% endif %}' }, 'ADA LOVELACE'],
      ['has no loops', { '@liquid': '{% for item in list %}{% endfor %}' }, 'fails'],
      ['has no filters over lists', { '@liquid': '{{ list | map: "sku" }}' }, 'fails'],
      ['has at most 1,000 characters', { '@liquid': 'x'.repeat(1_001) }, 'fails'],
      ['sees own members only', { '@liquid': '{{ list.map }}{{ text.constructor }}' }, ''],
    ],
  ],
])('%s', (name, examples) => {
  test('is a directive', () => {
    expect(DIRECTIVES.has(name)).toBe(true)
  })

  test.each(examples.map((example) => [...example] as [string, Json, unknown]))('%s', (_, value, result) => {
    expect(resolve(value)).toEqual(result)
  })
})

test.each<[string, Json]>([
  ['@path of a number', { '@path': 5 }],
  ['@template of a list', { '@template': [] }],
  ['@liquid of a directive', { '@liquid': at('text') }],
  ['@if of text', { '@if': 'text' }],
  ['@case of a number', { '@case': { operator: 'lower', value: 5 } }],
  ['@replace without a pattern', { '@replace': { value: 'a' } }],
  ['@replace of a pattern of 11', { '@replace': { pattern: '12345678901', value: 'a' } }],
  ['@arrayPath of an object', { '@arrayPath': {} }],
  ['@json of an unknown mode', { '@json': { mode: 'parse', value: 'a' } }],
  ['@flatten without a value', { '@flatten': { separator: '.' } }],
  ['@merge of text', { '@merge': { direction: 'left', objects: ['text'] } }],
  ['@transform without apply', { '@transform': { mapping: {} } }],
  ['two directives at once', { '@path': 'a', '@literal': 'b' }],
  ['a directive beside a key', { '@path': 'a', b: 1 }],
  ['an unknown directive', { '@Path': 'a' }],
])('%s is a mistake', (_, value) => {
  expect(resolve(value)).toBe('mistake')
})
