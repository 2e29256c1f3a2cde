import { describe, expect, test } from '@jest/globals'
import { ID, lint, type Given } from './testing/lint.ts'

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
