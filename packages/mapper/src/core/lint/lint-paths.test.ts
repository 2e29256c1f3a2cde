import { describe, expect, test } from '@jest/globals'
import type { Json } from '@sluice/shared/domain'
import { ID, lintFilter, lintTrait } from './testing/lint.ts'

describe('a path', () => {
  test.each<[Json, string]>([
    [
      { '@path': '$.id' },
      '@path finds nothing: a row event has no "id", columns stand under properties (did you mean "$.properties.id"?)',
    ],
    [
      { '@path': 'emial' },
      '@path finds nothing: a row event has no "emial", columns stand under properties (did you mean "$.properties.email"?)',
    ],
    [
      { '@path': '$.propertis.email' },
      '@path finds nothing: a row event has no "propertis", columns stand under properties (did you mean "$.properties.email"?)',
    ],
    [
      { '@path': '$.traits.email' },
      '@path finds nothing: a row event has no "traits", columns stand under properties (did you mean "$.properties.email"?)',
    ],
    [
      { '@path': '$.context.ip' },
      '@path finds nothing: a row event has no "context", only type, event, __segment_id, messageId, timestamp, properties',
    ],
    [{ '@path': '$.timestamp.iso' }, '@path "timestamp" is text: nothing stands at "timestamp.iso"'],
    [
      { '@path': '$.properties.emial.domain' },
      '@path model "people" has no column "emial" (did you mean "email"?)',
    ],
    [
      { '@path': { '@template': '$.properties.{{properties.plann}}' } },
      '@path.@template model "people" has no column "plann" (did you mean "plan"?)',
    ],
    [
      { '@template': '{{properties.emial}} {{{properties.id}}}' },
      '@template model "people" has no column "emial" (did you mean "email"?)',
    ],
    [
      { '@template': '{{email}}' },
      '@template finds nothing: a row event has no "email", columns stand under properties (did you mean "properties.email"?)',
    ],
    [
      { '@template': '{{$.properties.email}}' },
      '@template finds nothing: only "@path" begins its paths with "$."',
    ],
    [
      { '@template': '{{properties.email | upcase}}' },
      '@template model "people" has no column "email | upcase": a placeholder knows no filters, "@liquid" does',
    ],
    [
      { '@template': '{{properties.email} {{}}' },
      '@template has a placeholder that is empty or not closed, and stays in the text as it is: write {{properties.column}}',
    ],
    [
      { '@liquid': '{% if properties.plann == "free" %}{{ properties.email }}{% endif %}' },
      '@liquid model "people" has no column "plann" (did you mean "plan"?)',
    ],
    [
      { '@liquid': '{{ email }}' },
      '@liquid finds nothing: a row event has no "email", columns stand under properties (did you mean "properties.email"?)',
    ],
    [
      { '@liquid': '{{ properties.email | upcas }}' },
      '@liquid has a filter "upcas" that Liquid does not have and passes over (did you mean "upcase"?)',
    ],
    [
      { '@arrayPath': ['$.properties.itms', { sku: { '@path': '$.sku' } }] },
      '@arrayPath.0 model "people" has no column "itms" (did you mean "items"?)',
    ],
    [
      { '@if': { exists: { '@path': '$.properties.email' }, els: 'none' } },
      '@if.els is no option of @if and is passed over (did you mean "else"?)',
    ],
    [
      { '@replace': { pattern: 'a', replacment: 'b', value: ID } },
      '@replace.replacment is no option of @replace and is passed over (did you mean "replacement"?)',
    ],
    [
      [{ a: { '@case': { operator: 'lower', value: { '@path': '$.properties.Email' } } } }],
      '0.a.@case.value.@path model "people" has no column "Email" (did you mean "email"?)',
    ],
    [
      { '@transform': { apply: { mail: ID }, mapping: { '@path': '$.email' } } },
      '@transform.mapping.@path "apply" makes no "email" (did you mean "mail"?)',
    ],
    ['$.properties.id', 'is sent as this very text: a path stands in { "@path": … }'],
    [['{{properties.id}}'], '0 is sent as this very text: placeholders stand in { "@template": … }'],
    [
      { '@if': { exists: ID, else: '$.properties.email' } },
      '@if.else is sent as this very text: a path stands in { "@path": … }',
    ],
  ])('that finds nothing is told: %j', (value, told) => {
    const [place = ''] = /^[@\d]\S*/.exec(told) ?? []
    expect(lintTrait(value)).toEqual([`fields.traits.x${place === '' ? ' ' : '.'}${told}`])
  })

  test('is judged without its column where the columns are not known', () => {
    expect(lintTrait({ '@path': '$.properties.emial' }, null)).toEqual([])
    expect(lintTrait({ '@path': '$.email' }, null)).toEqual([
      'fields.traits.x.@path finds nothing: a row event has no "email", columns stand under properties (did you mean "$.properties.email"?)',
    ])
  })
})

describe('a filter', () => {
  test.each([
    ['properties.plann = "free"', 'model "people" has no column "plann" (did you mean "plan"?)'],
    [
      'contains(properties.emial, "@") or properties.plan != null',
      'model "people" has no column "emial" (did you mean "email"?)',
    ],
    [
      'userId != null',
      'finds nothing: a row event has no "userId", columns stand under properties (did you mean "properties.user_id"?)',
    ],
    [
      'traits.plan = "free"',
      'finds nothing: a row event has no "traits", columns stand under properties (did you mean "properties.plan"?)',
    ],
    [
      'event = "added"',
      'event is "new" or "updated" or "deleted" and never "added" (did you mean "new"?): no row passes this condition',
    ],
    [
      'event != "delete"',
      'event is "new" or "updated" or "deleted" and never "delete" (did you mean "deleted"?): every row passes this condition',
    ],
    ['type = "identify"', 'type is "track" and never "identify": no row passes this condition'],
  ])('that never means what it says is told: %s', (filter, told) => {
    expect(lintFilter(filter)).toEqual([`filter ${told}`])
  })
})
