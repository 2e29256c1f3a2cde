import { describe, expect, test } from '@jest/globals'
import type { ActionName, Json } from '@sluice/shared/domain'
import { compileMapping } from '../compile-mapping.ts'
import { formatPath } from '../language/mapping-error.ts'
import { lintMapping } from './lint-mapping.ts'

const COLUMNS = ['id', 'email', 'plan', 'items', 'user_id']

interface Given {
  readonly action?: ActionName
  readonly fields: { readonly [field: string]: Json }
  readonly filter?: string
  readonly columns?: readonly string[] | null
}

/** What is said of a mapping that compiles, each with its place. */
function lint({ action = 'sendIdentify', fields, filter, columns = COLUMNS }: Given): readonly string[] {
  const config = { action, fields, filter: filter ?? null }
  expect(compileMapping(config, { library: { name: 'sluice', version: '0' } })).toMatchObject({ ok: true })
  return lintMapping(config, { model: 'people', columns }).map(
    ({ path, message }) => `${formatPath(path)} ${message}`,
  )
}

/** The same of one value among the traits of a mapping that is sound otherwise. */
const lintTrait = (value: Json, columns?: null): readonly string[] =>
  lint({ fields: { user_id: ID, traits: { x: value } }, ...(columns === null && { columns }) })

const lintFilter = (filter: string): readonly string[] => lint({ fields: { user_id: ID }, filter })

const ID = { '@path': '$.properties.id' }
const FIELDS_OF_IDENTIFY =
  'user_id, anonymous_id, timestamp, traits, address, group_id, application, campaign_parameters, device, ip_address, locale, location, network, operating_system, page, screen, user_agent, timezone, message_id, consent'

describe('a field', () => {
  test.each<[string, Given, readonly string[]]>([
    [
      'that is misspelt',
      { fields: { user_id: ID, trait: {} } },
      ['fields.trait is no field of sendIdentify and is left out (did you mean "traits"?)'],
    ],
    [
      'in the spelling of the Spec',
      { fields: { userId: ID, anonymousId: 'a', ip: '1', os: {}, campaign: {} } },
      [
        'fields.userId is no field of sendIdentify and is left out (did you mean "user_id"?)',
        'fields.anonymousId is no field of sendIdentify and is left out (did you mean "anonymous_id"?)',
        'fields.ip is no field of sendIdentify and is left out (did you mean "ip_address"?)',
        'fields.os is no field of sendIdentify and is left out (did you mean "operating_system"?)',
        'fields.campaign is no field of sendIdentify and is left out (did you mean "campaign_parameters"?)',
        'fields must have user_id or anonymous_id: without it every row becomes a dead letter',
      ],
    ],
    [
      'of nobody',
      { fields: { user_id: ID, integrations: { All: true } } },
      [`fields.integrations is no field of sendIdentify and is left out: there are ${FIELDS_OF_IDENTIFY}`],
    ],
    [
      'that another action has',
      { action: 'sendTrack', fields: { user_id: ID, event: 'Signed Up', propertis: {} } },
      [
        'fields.event is no field of sendTrack and is left out (did you mean "event_name"?)',
        'fields.propertis is no field of sendTrack and is left out (did you mean "properties"?)',
        'fields must have event_name, which sendTrack requires: without it every row becomes a dead letter',
      ],
    ],
    [
      'that is required and empty',
      { action: 'sendTrack', fields: { user_id: '', event_name: '' } },
      [
        'fields must have event_name, which sendTrack requires: without it every row becomes a dead letter',
        'fields must have user_id or anonymous_id: without it every row becomes a dead letter',
      ],
    ],
    [
      'that is required and missing',
      { action: 'sendAlias', fields: {} },
      [
        'fields must have user_id, which sendAlias requires: without it every row becomes a dead letter',
        'fields must have previous_id, which sendAlias requires: without it every row becomes a dead letter',
      ],
    ],
    [
      'whose members are none of its own',
      { fields: { user_id: ID, page: { titel: 'a', url: 'b' }, device: { '@literal': { uuid: 1 } } } },
      [
        'fields.page.titel is no member of page and is left out (did you mean "title"?)',
        'fields.device.@literal.uuid is no member of device and is left out: there are id, advertising_id, adTracking_Enabled, manufacturer, model, name, type, token',
      ],
    ],
    [
      'that no row can make right',
      {
        fields: { user_id: { id: ID }, traits: 'a', timestamp: 'yesterday', location: { latitude: 'north' } },
      },
      [
        'fields.user_id must be text, but it is an object; every row becomes a dead letter',
        'fields.traits must be an object, but it is text; JSON text must be decoded with @json first; every row becomes a dead letter',
        'fields.timestamp is nothing that Segment takes; every row becomes a dead letter',
        'fields.location.latitude must be a number, but it is text; every row becomes a dead letter',
      ],
    ],
    [
      'beside a root directive',
      {
        fields: {
          __segment_internal_directive: {
            '@transform': { apply: { key: ID, mail: { '@path': '$.properties.emial' } } },
          },
          userId: { '@path': '$.key' },
          user_id: { '@path': '$.kee' },
        },
      },
      [
        'fields.userId is no field of sendIdentify and is left out (did you mean "user_id"?)',
        'fields.__segment_internal_directive.@transform.apply.mail.@path model "people" has no column "emial" (did you mean "email"?)',
        'fields.user_id.@path "apply" makes no "kee" (did you mean "key"?)',
      ],
    ],
  ])('%s is told', (_what, given, told) => {
    expect(lint(given)).toEqual(told)
  })
})

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

describe('nothing is said', () => {
  test.each<[string, Given]>([
    [
      'of what Segment writes of its own accord',
      {
        fields: {
          user_id: ID,
          message_id: { '@path': '$.messageId' },
          consent: { '@path': '$.context.consent' },
        },
      },
    ],
    [
      'of every key of a row event',
      {
        fields: {
          user_id: ID,
          traits: {
            a: {
              '@template': '{{type}} {{event}} {{__segment_id}} {{messageId}} {{timestamp}} {{event.length}}',
            },
          },
        },
      },
    ],
    ['of the row as a whole', { fields: { user_id: ID, traits: { '@path': '$.properties' } } }],
    ['of fields that only a row knows', { fields: { '@path': '$.properties' } }],
    [
      'of members that only a row knows',
      {
        fields: {
          user_id: ID,
          page: { '@path': '$.properties.items' },
          address: { '@merge': { objects: [{ a: ID }], direction: 'left' } },
        },
      },
    ],
    [
      'of an object of identifiers that a row chooses',
      { fields: { user_id: { '@if': { exists: ID, else: 'x' } } } },
    ],
    [
      'of items, which are no rows',
      {
        fields: {
          user_id: ID,
          traits: { a: { '@arrayPath': ['$.properties.items', { sku: { '@path': '$.skuu' } }] } },
        },
      },
    ],
    [
      'of names that Liquid gives',
      {
        fields: {
          user_id: ID,
          traits: {
            a: {
              '@liquid': '{% assign p = properties.plan | default: "free" %}{{ p | upcase }}{{ p.size }}',
            },
          },
        },
      },
    ],
    [
      'of text that is meant',
      {
        fields: {
          user_id: ID,
          traits: { a: { '@literal': '{{properties.id}}' }, b: '$5', c: '{x}', d: '$.' },
        },
      },
    ],
    [
      'of JSON around a placeholder',
      { fields: { user_id: ID, traits: { a: { '@template': '{"a":{"b":"{{properties.id}}"}}' } } } },
    ],
    ['of a time that Segment takes', { fields: { user_id: ID, timestamp: '2026-01-31T12:00:00Z' } }],
    [
      'of a filter that is sound',
      {
        fields: { user_id: ID },
        filter: 'event = "new" and type = "track" and contains(properties.email, "@")',
      },
    ],
  ])('%s', (_what, given) => {
    expect(lint(given)).toEqual([])
  })
})
