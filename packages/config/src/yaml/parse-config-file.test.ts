import { describe, expect, test } from '@jest/globals'
import { FILE, VARIABLES, listMistakes, parseText } from '../testing/config-file.ts'
import { parseConfigFile } from './parse-config-file.ts'

describe('a file that holds together', () => {
  test('says its config, defaults filled in', () => {
    const parsed = parseConfigFile(FILE, 'sluice.yaml', VARIABLES)
    expect(parsed).toMatchObject({ ok: true, warnings: [] })
    if (!parsed.ok) return
    expect(parsed.config.sources[0]).toEqual({
      id: 'warehouse',
      type: 'postgres',
      settings: { connection: VARIABLES.WAREHOUSE_URL },
    })
    expect(parsed.config.models[0]).toEqual({
      id: 'customers',
      source: 'warehouse',
      identifier: 'customer_id',
      query: 'select * from customers',
    })
    expect(parsed.config.destinations).toEqual([
      {
        id: 'segment-us',
        source: 'warehouse',
        writeKey: 'wk-hunter2',
        region: 'us-west-2',
        enabled: true,
        eventsPerSecond: null,
        requestsPerSecond: null,
        deadlineMs: 86_400_000,
        workspace: null,
        callsAllowance: null,
        mtuAllowance: null,
        billingDay: 1,
        maxCallsPerMonth: null,
      },
    ])
    expect(parsed.config.mappings).toEqual([
      {
        id: 'customers-identify',
        model: 'customers',
        destination: 'segment-us',
        action: 'sendIdentify',
        trigger: ['added', 'updated'],
        filter: 'properties.plan != "internal"',
        schedule: { every: '15m' },
        enabled: true,
        maxDeletedPercent: 30,
        maxUpdatedPercent: 100,
        compare: 'mapped',
        fields: {
          user_id: { '@path': '$.properties.customer_id' },
          traits: { email: { '@path': '$.properties.email' } },
        },
      },
    ])
  })

  test.each([
    ['one trigger', 'trigger: [updated, added]', 'trigger: deleted', { trigger: ['deleted'] }],
    ['a repeated trigger', '[updated, added]', '[added, added]', { trigger: ['added'] }],
    ['no schedule', '    schedule: { every: 15m }\n', '', { schedule: null }],
    ['the manual schedule', '{ every: 15m }', 'manual', { schedule: null }],
    ['a cron schedule', '{ every: 15m }', '{ cron: "0 6 * * 1-5" }', { schedule: { cron: '0 6 * * 1-5' } }],
    [
      'a cron schedule with its time zone first',
      '{ every: 15m }',
      '{ timezone: Europe/Berlin, cron: "0 6 * * 1-5" }',
      { schedule: { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' } },
    ],
    ['no filter', '    filter: properties.plan != "internal"\n', '', { filter: null }],
    ['a variable in a field', '"$.properties.email"', '"${EMPTY_NOT}"', null],
  ])('%s is read', (_what, search, replacement, expected) => {
    const parsed = parseConfigFile(
      FILE.replace(search, () => replacement),
      'sluice.yaml',
      {
        ...VARIABLES,
        EMPTY_NOT: '$.x',
      },
    )
    expect(parsed.ok && parsed.config.mappings[0]).toMatchObject(
      expected ?? { fields: { traits: { email: { '@path': '$.x' } } } },
    )
  })

  test('an anchor may be used in several places', () => {
    const text = FILE.replace(
      'email: { "@path": "$.properties.email" }',
      () => 'a: &it { "@path": "$.x" }\n        b: *it',
    )
    const parsed = parseConfigFile(text, 'sluice.yaml', VARIABLES)
    expect(parsed.ok && parsed.config.mappings[0]?.fields.traits).toEqual({
      a: { '@path': '$.x' },
      b: { '@path': '$.x' },
    })
  })
})

describe('a filter', () => {
  test('that cannot be read is told with its place', () => {
    const [mistake, ...others] = listMistakes('properties.plan != "internal"', '"((("')
    expect(mistake).toMatch(/^19 mappings\[0\]\.filter: is no filter/)
    expect(others).toEqual([])
  })
})

describe('a whole file', () => {
  test('that is wrong in many places is told all of them, in the order of the file', () => {
    const lines = parseText(
      FILE.replace('source: warehouse, identifier', 'source: wharehouse, identifer')
        .replace('us-west-2', 'us')
        .replace('sendIdentify', 'sendMail')
        .replace('"@path": "$.properties.email"', '"@Path": "$.properties.email"'),
    )
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      '6 models[0].identifer',
      '6 models[0].source',
      '12 destinations[0].region',
      '17 mappings[0].action',
      '24 mappings[0].fields.traits.email.@Path',
    ])
  })

  test.each([
    ['nothing', '', 'sluice.yaml: the file is empty: an export writes one'],
    ['only a comment', '# later', 'sluice.yaml: the file is empty: an export writes one'],
    [
      'a list',
      '[]',
      'sluice.yaml:1: must be an object with the keys sources, models, destinations, mappings, alerts',
    ],
    [
      'text',
      'hello',
      'sluice.yaml:1: must be an object with the keys sources, models, destinations, mappings, alerts',
    ],
    [
      'two documents',
      'models: []\n---\nmodels: []',
      'sluice.yaml:2: the file must hold one YAML document, but a second one begins here',
    ],
    ['a section without anything', 'models:', 'sluice.yaml:1 models: must be a list'],
  ])('that is %s is refused', (_what, text, mistake) => {
    expect(parseConfigFile(text, 'sluice.yaml', {})).toEqual({ ok: false, mistakes: [mistake] })
  })

  test('names its places so that others can tell of them too', () => {
    const parsed = parseConfigFile(FILE, 'conf/sluice.yaml', VARIABLES)
    expect(parsed.ok && parsed.describe(['models', 1, 'query'], 'two\n lines')).toBe(
      'conf/sluice.yaml:7 models[1].query: two lines',
    )
  })

  test('is warned of what is legal and will not do what it says', () => {
    const text = FILE.replace('email: { "@path": "$.properties.email" }', () => 'list: [{ "@pth": 1 }]')
    const parsed = parseConfigFile(text, 'sluice.yaml', VARIABLES)
    expect(parsed).toMatchObject({
      ok: true,
      warnings: [
        {
          path: ['mappings', 0, 'fields', 'traits', 'list', 0, '@pth'],
          message: expect.stringMatching(/^is no directive/),
        },
      ],
    })
  })
})
