import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Config } from '@sluice/shared/domain'
import { arbitraryConfig } from '../testing/arbitrary-config.ts'
import { listResources, type ResourceKind } from './kinds.ts'
import { writeItemWithoutSecrets } from './unchanged-secrets.ts'
import { validateItem } from './validate-item.ts'
import { writeItem } from './write-item.ts'

const CURRENT: Config = {
  sources: [
    {
      id: 'warehouse',
      type: 'postgres',
      settings: {
        connection: 'postgres://sluice:hunter2@db/warehouse',
        ssl: { ca: '-----BEGIN CERTIFICATE-----' },
      },
    },
    { id: 'lake', type: 'postgres', settings: { connection: 'postgres://sluice:hunter2@db/lake' } },
  ],
  models: [{ id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }],
  destinations: [
    {
      id: 'segment',
      source: null,
      writeKey: 'wk',
      region: 'us-west-2',
      enabled: true,
      eventsPerSecond: null,
      requestsPerSecond: null,
      deadlineMs: 86_400_000,
    },
  ],
  mappings: [
    {
      id: 'people-identify',
      model: 'people',
      destination: 'segment',
      action: 'sendIdentify',
      trigger: ['added'],
      filter: null,
      schedule: null,
      enabled: true,
      maxDeletedPercent: 30,
      fields: { user_id: { '@path': '$.properties.id' } },
    },
  ],
  channels: [],
  rules: [],
}

const MAPPING = {
  id: 'people-track',
  model: 'people',
  destination: 'segment',
  action: 'sendTrack',
  trigger: ['added'],
  fields: { user_id: { '@path': '$.properties.id' }, event: 'Seen' },
}

const listMistakes = (kind: ResourceKind, item: unknown): readonly string[] => {
  const validated = validateItem(kind, item, { current: CURRENT })
  return validated.ok ? [] : validated.mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('one item', () => {
  test('means what it would mean in a file, defaults filled in', () => {
    expect(validateItem('mapping', MAPPING, { current: CURRENT })).toEqual({
      ok: true,
      warnings: [],
      resource: {
        kind: 'mapping',
        value: {
          ...MAPPING,
          filter: null,
          schedule: null,
          enabled: true,
          maxDeletedPercent: 30,
          maxUpdatedPercent: 100,
          compare: 'mapped',
        },
      },
    })
  })

  test.each<[string, ResourceKind, unknown, readonly string[]]>([
    [
      'that is no object',
      'model',
      'people',
      [': must be an object with the keys id, source, identifier, query'],
    ],
    [
      'with an unknown key',
      'mapping',
      { ...MAPPING, filtre: 'x' },
      ['filtre: unknown key (did you mean "filter"?)'],
    ],
    [
      'with several mistakes, each at its place',
      'mapping',
      { ...MAPPING, trigger: ['added', 'gone'], schedule: { every: '5s' }, model: 'persons' },
      [
        'trigger.1: unknown trigger "gone": must be added, updated, deleted, or a list of them',
        'schedule.every: must be a length of time of a minute or more, such as 15m, 6h or 1d',
        'model: there is no model "persons"',
      ],
    ],
    [
      'whose fields do not compile',
      'mapping',
      { ...MAPPING, fields: { event: 'Seen', user_id: { '@json': 1 } } },
      ['fields.user_id.@json: must be an object of options, but it is a number'],
    ],
    [
      'that would break another',
      'destination',
      { id: 'segment', source: 'lake', write_key: 'x', region: 'us-west-2' },
      [
        ': mapping people-identify takes models of source "lake" only, but its model is of source "warehouse"',
      ],
    ],
  ])('%s says so by its own paths', (_what, kind, item, mistakes) => {
    expect(listMistakes(kind, item)).toEqual(mistakes)
  })

  test('of what is there takes the place of what is there', () => {
    expect(listMistakes('mapping', { ...MAPPING, id: 'people-identify' })).toEqual([])
  })
})

describe('a secret that is said to be unchanged', () => {
  test('stays as it is', () => {
    const item = { id: 'segment', write_key: { set: true }, region: 'eu-west-1' }
    expect(validateItem('destination', item, { current: CURRENT })).toMatchObject({
      ok: true,
      resource: { value: { writeKey: 'wk', region: 'eu-west-1' } },
    })
  })

  test('stays piece by piece where there are several', () => {
    const ssl = { ca: { set: true }, cert: '-----BEGIN CERTIFICATE-----\nnew' }
    const item = { id: 'warehouse', type: 'postgres', connection: { set: true }, ssl }
    expect(validateItem('source', item, { current: CURRENT })).toMatchObject({
      ok: true,
      resource: {
        value: {
          settings: {
            connection: 'postgres://sluice:hunter2@db/warehouse',
            ssl: { ca: '-----BEGIN CERTIFICATE-----', cert: ssl.cert },
          },
        },
      },
    })
  })

  test.each<[string, ResourceKind, object]>([
    ['of a new item', 'destination', { id: 'other', write_key: { set: true }, region: 'us-west-2' }],
    [
      'that was never set',
      'source',
      { id: 'lake', type: 'postgres', connection: 'postgres://a@b/c', ssl: { key: { set: true } } },
    ],
  ])('%s is asked for', (_what, kind, item) => {
    expect(listMistakes(kind, item).join()).toMatch(
      /^(?:write_key|ssl\.key): is said to be unchanged and has not been set: give its value$/,
    )
  })

  test('is one only where a secret may stand', () => {
    expect(
      listMistakes('model', { id: 'people', source: 'lake', identifier: { set: true }, query: 'x' }),
    ).toContain('identifier: must be text')
  })
})

describe('laws', () => {
  test('an item can be given back, with its secrets or as it is shown without them, and changes nothing', () => {
    fc.assert(
      fc.property(arbitraryConfig, (current) => {
        for (const resource of listResources(current)) {
          const shown = JSON.parse(JSON.stringify(writeItemWithoutSecrets(resource)))
          for (const item of [shown, writeItem(resource)]) {
            const validated = validateItem(resource.kind, item, { current })
            expect(validated.ok ? [] : validated.mistakes).toEqual([])
            expect(validated.ok && JSON.stringify(validated.resource)).toBe(JSON.stringify(resource))
          }
          const hidden = {
            source: 'connection',
            destination: 'write_key',
            model: '',
            mapping: '',
            channel: 'url',
            rule: '',
          }[resource.kind]
          expect(hidden === '' || shown[hidden]).toEqual(hidden === '' ? true : { set: true })
        }
      }),
      { numRuns: 40 },
    )
  })
})
