import { describe, expect, test } from '@jest/globals'
import { listKeys } from '../items/kinds.ts'
import { parseConfigFile } from './parse-config-file.ts'

const MAPPING_KEYS = listKeys('mapping')
  .map(([, { name }]) => name)
  .join(', ')

const VARIABLES = {
  WAREHOUSE_URL: 'postgres://sluice:hunter2@localhost:5432/warehouse',
  SEGMENT_WRITE_KEY: 'wk-hunter2',
  EMPTY: '',
}

const FILE = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
  - { id: lake, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: customers, source: warehouse, identifier: customer_id, query: "select * from customers" }
  - { id: lakers, source: lake, identifier: id, query: "select 1 as id" }
destinations:
  - id: segment-us
    source: warehouse
    write_key: "\${SEGMENT_WRITE_KEY}"
    region: us-west-2
mappings:
  - id: customers-identify
    model: customers
    destination: segment-us
    action: sendIdentify
    trigger: [updated, added]
    filter: properties.plan != "internal"
    schedule: { every: 15m }
    fields:
      user_id: { "@path": "$.properties.customer_id" }
      traits:
        email: { "@path": "$.properties.email" }
`

/** Mistakes of the file after one replacement, without the name of the file. */
function listMistakes(search: string, replacement: string): readonly string[] {
  expect(FILE).toContain(search)
  return parseText(FILE.replace(search, () => replacement))
}

function parseText(text: string): readonly string[] {
  const parsed = parseConfigFile(text, 'sluice.yaml', VARIABLES)
  return parsed.ok ? [] : parsed.mistakes.map((line) => line.replace(/^sluice\.yaml:/, ''))
}

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

describe('a mistake is told with its place', () => {
  test.each([
    [
      'an unknown section',
      'models:',
      'model:',
      [
        '5 model: unknown key (did you mean "models"?)',
        '15 mappings[0].model: there is no model "customers" in this file',
      ],
    ],
    [
      'an unknown key with nothing near',
      'identifier: customer_id',
      'identifier: customer_id, colour: red',
      ['6 models[0].colour: unknown key: there are id, source, identifier, query'],
    ],
    [
      'a misspelt key, once',
      '    destination: segment-us',
      '    destinaton: segment-us',
      ['16 mappings[0].destinaton: unknown key (did you mean "destination"?)'],
    ],
    ['a missing key', '    region: us-west-2\n', '', ['9 destinations[0].region: is missing']],
    [
      'an unknown region',
      'us-west-2',
      'us-east-1',
      ['12 destinations[0].region: unknown region "us-east-1": must be us-west-2 or eu-west-1'],
    ],
    [
      'an unknown action',
      'sendIdentify',
      'sendIdentfy',
      [
        '17 mappings[0].action: unknown action "sendIdentfy" (did you mean "sendIdentify"?): must be sendIdentify, sendTrack, sendPage, sendScreen, sendGroup or sendAlias',
      ],
    ],
    [
      'an unknown trigger',
      '[updated, added]',
      '[created]',
      [
        '18 mappings[0].trigger[0]: unknown trigger "created": must be added, updated, deleted, or a list of them',
      ],
    ],
    [
      'an unknown single trigger',
      '[updated, added]',
      'created',
      [
        '18 mappings[0].trigger: unknown trigger "created": must be added, updated, deleted, or a list of them',
      ],
    ],
    [
      'no trigger at all',
      '[updated, added]',
      '[]',
      ['18 mappings[0].trigger: must name one or more of added, updated, deleted'],
    ],
    [
      'a trigger of another type',
      '[updated, added]',
      '{}',
      ['18 mappings[0].trigger: must be added, updated, deleted, or a list of them'],
    ],
    [
      'an unknown type of source',
      'type: postgres',
      'type: mysql',
      ['3 sources[0].type: unknown type "mysql": must be postgres'],
    ],
    [
      'a connection that is no URL, without showing it',
      'connection: "${WAREHOUSE_URL}"',
      'connection: "${SEGMENT_WRITE_KEY}"',
      ['3 sources[0].connection: cannot be read: expected postgres://user:password@host:port/database'],
    ],
    [
      'an id with capitals',
      'id: customers,',
      'id: Customers,',
      [
        '6 models[0].id: must be 1 to 50 lower-case letters, digits, - or _, and begin with a letter or digit',
        '15 mappings[0].model: there is no model "customers" in this file',
      ],
    ],
    [
      'an id that stands twice',
      'id: lake,',
      'id: warehouse,',
      [
        '4 sources[1].id: sources[0] has this id already',
        '7 models[1].source: there is no source "lake" in this file',
      ],
    ],
    ['a number for text', 'identifier: id', 'identifier: 5', ['7 models[1].identifier: must be text']],
    [
      'an identifier of two columns',
      'identifier: id',
      'identifier: [order_id, line]',
      [
        "7 models[1].identifier: must be one column, and not a list of them: have the query make one of them, such as order_id || '-' || line as id",
      ],
    ],
    ['an empty query', '"select 1 as id"', '""', ['7 models[1].query: must not be empty']],
    [
      'a word for true or false',
      'region: us-west-2',
      'region: us-west-2\n    enabled: yes',
      ['13 destinations[0].enabled: must be true or false'],
    ],
    [
      'a rate of nothing',
      'region: us-west-2',
      'region: us-west-2\n    events_per_second: 0',
      ['13 destinations[0].events_per_second: must be 1 or more'],
    ],
    [
      'half a rate',
      'region: us-west-2',
      'region: us-west-2\n    requests_per_second: 0.5',
      ['13 destinations[0].requests_per_second: must be a whole number'],
    ],
    [
      'a reference to no source',
      'source: lake',
      'source: lage',
      ['7 models[1].source: there is no source "lage" in this file (did you mean "lake"?)'],
    ],
    [
      'a reference to no model',
      'model: customers',
      'model: nothing',
      ['15 mappings[0].model: there is no model "nothing" in this file'],
    ],
    [
      'a reference to no destination',
      'destination: segment-us',
      'destination: segment-uk',
      [
        '16 mappings[0].destination: there is no destination "segment-uk" in this file (did you mean "segment-us"?)',
      ],
    ],
    [
      'a model that must not go to this destination',
      'model: customers',
      'model: lakers',
      [
        '16 mappings[0].destination: takes models of source "warehouse" only, but its model is of source "lake"',
      ],
    ],
    [
      'a schedule that is too dense',
      'every: 15m',
      'every: 59s',
      ['20 mappings[0].schedule.every: must be a length of time of a minute or more, such as 15m, 6h or 1d'],
    ],
    [
      'a schedule without a unit',
      'every: 15m',
      'every: 15',
      ['20 mappings[0].schedule.every: must be a length of time such as 15m, 6h or 1d'],
    ],
    [
      'a misspelt schedule',
      'every: 15m',
      'evry: 15m',
      ['20 mappings[0].schedule.evry: unknown key (did you mean "every"?)'],
    ],
    [
      'a schedule in a word',
      '{ every: 15m }',
      'daily',
      [
        '20 mappings[0].schedule: unknown schedule "daily": must be manual, { every: 15m } or { cron: "0 6 * * 1-5", timezone: Europe/Berlin }',
      ],
    ],
    [
      'cron with six fields',
      'every: 15m',
      'cron: "0 0 6 * * 1"',
      [
        '20 mappings[0].schedule.cron: must be five fields of cron (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7), such as "0 6 * * 1-5"',
      ],
    ],
    [
      'cron out of range',
      'every: 15m',
      'cron: "0 25 * * *"',
      [
        '20 mappings[0].schedule.cron: must be five fields of cron (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-7), such as "0 6 * * 1-5"',
      ],
    ],
    [
      'cron that never comes',
      'every: 15m',
      'cron: "0 0 31 2 *"',
      ['20 mappings[0].schedule.cron: never comes: none of its months has such a day'],
    ],
    [
      'cron that has its time drawn',
      'every: 15m',
      'cron: "H 6 * * *"',
      ['20 mappings[0].schedule.cron: must name its times: H, which has one drawn, is not known here'],
    ],
    [
      'an unknown time zone',
      'every: 15m',
      'cron: "0 6 * * *", timezone: Mars/Olympus',
      ['20 mappings[0].schedule.timezone: must be a time zone such as Europe/Berlin or UTC'],
    ],
    [
      'a schedule of two kinds',
      'every: 15m',
      'every: 15m, cron: "0 6 * * *"',
      ['20 mappings[0].schedule.cron: must not stand beside the other keys: they belong to another kind'],
    ],
    [
      'a key that stands twice, and whatever else is wrong',
      'action: sendIdentify',
      'action: sendTrack\n    action: sendMail',
      [
        '18: the key "action" stands here a second time',
        '18 mappings[0].action: unknown action "sendMail": must be sendIdentify, sendTrack, sendPage, sendScreen, sendGroup or sendAlias',
      ],
    ],
    [
      'a variable that is not set',
      '${SEGMENT_WRITE_KEY}',
      '${NOWHERE}',
      ['11 destinations[0].write_key: environment variable NOWHERE is not set'],
    ],
    [
      'a variable that is empty',
      '${SEGMENT_WRITE_KEY}',
      '${EMPTY}',
      ['11 destinations[0].write_key: environment variable EMPTY is not set'],
    ],
    [
      'a variable without a name',
      'select 1 as id',
      'select ${1}',
      [
        '7 models[1].query: after ${ the name of an environment variable and } must follow; write $${ for the characters themselves',
      ],
    ],
    [
      'a variable without quotes in braces',
      '"${WAREHOUSE_URL}"',
      '${WAREHOUSE_URL}',
      ['3: put the text with ${…} in quotes: "${NAME}"'],
    ],
    [
      'text that is not YAML',
      'models:',
      'models: [',
      ['6: this is not YAML: block collections are not allowed within flow collections'],
    ],
    ['an alias without an anchor', '"select 1 as id"', '*query', ['7: there is no anchor &query above']],
    [
      'a number that JSON does not have',
      'user_id: {',
      'age: .inf\n      user_id: {',
      ['22 mappings[0].fields.age: must be a value that JSON can hold'],
    ],
    [
      'fields in a list',
      'traits:',
      'traits: 1\n    fields: []\n    x:',
      [
        '24: the key "fields" stands here a second time',
        '24 mappings[0].fields: must be an object: the fields of the action and what goes into each',
        `25 mappings[0].x: unknown key: there are ${MAPPING_KEYS}`,
      ],
    ],
    [
      'a section that is no list',
      'destinations:',
      'destinations: none\nother:',
      [
        '8 destinations: must be a list',
        '9 other: unknown key: there are sources, models, destinations, mappings',
        '17 mappings[0].destination: there is no destination "segment-us" in this file',
      ],
    ],
    ...['0', '0s', 'none', '15d', 'true'].map((value): [string, string, string, string[]] => [
      `a statement timeout of ${value}`,
      'type: postgres',
      `type: postgres, statement_timeout: ${value}`,
      [
        /^(0|true)$/.test(value)
          ? '3 sources[0].statement_timeout: must be a length of time such as 30m or 6h'
          : '3 sources[0].statement_timeout: must be a length of time from 1s to 14d, such as 30m or 6h',
      ],
    ]),
    [
      'an item that is no object',
      '  - id: segment-us',
      '  - none\n  - id: segment-us',
      [
        '9 destinations[0]: must be an object with the keys id, source, write_key, region, enabled, events_per_second, requests_per_second, deadline',
      ],
    ],
    [
      'a directive that does not exist',
      '{ "@path": "$.properties.email" }',
      '{ "@pth": "$.properties.email" }',
      [
        '24 mappings[0].fields.traits.email.@pth: is no directive; there are @path @template @if @case @replace @arrayPath @literal @flatten @json @merge @transform @excludeWhenNull @liquid',
      ],
    ],
    [
      'a directive that does not stand alone',
      '{ "@path": "$.properties.email" }',
      '\n          "@path": a\n          lower: true',
      ['24 mappings[0].fields.traits.email: must hold "@path" alone, but "lower" stands beside it'],
    ],
  ] as [string, string, string, string[]][])('%s', (_what, search, replacement, mistakes) => {
    expect(listMistakes(search, replacement)).toEqual(mistakes)
  })
})

describe('a filter', () => {
  test('that cannot be read is told with its place', () => {
    const [mistake, ...others] = listMistakes('properties.plan != "internal"', '"((("')
    expect(mistake).toMatch(/^19 mappings\[0\]\.filter: is no filter/)
    expect(others).toEqual([])
  })
})

describe('a secret in the file', () => {
  test.each([
    [
      '"${SEGMENT_WRITE_KEY}"',
      'sk_hunter2',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${SEGMENT_WRITE_KEY}"',
      '12345',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${SEGMENT_WRITE_KEY}"',
      '"$${SEGMENT_WRITE_KEY}"',
      '11 destinations[0].write_key: is a secret and must come from the environment: write "${SEGMENT_WRITE_KEY}" and set that variable',
    ],
    [
      '"${WAREHOUSE_URL}"',
      'postgres://a:sk_hunter2@db/x',
      '3 sources[0].connection: is a secret and must come from the environment: write "${WAREHOUSE_URL}" and set that variable',
    ],
  ])('%s replaced by %s is refused and not shown', (search, secret, expected) => {
    expect(listMistakes(search, secret)).toEqual([expected])
  })

  test.each([
    '"postgres://sluice:${SEGMENT_WRITE_KEY}@db:5432/x"',
    '"postgres://${SEGMENT_WRITE_KEY}:${SEGMENT_WRITE_KEY}@db/x?sslmode=require"',
    '"postgres://${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice@db/x?password=${SEGMENT_WRITE_KEY}"',
    '"postgres://sluice@${SEGMENT_WRITE_KEY}:5432/x"',
    '"${WAREHOUSE_URL}?sslmode=verify-full"',
  ])('may be mixed with what is no secret: %s', (connection) => {
    expect(listMistakes('"${WAREHOUSE_URL}"', connection)).toEqual([])
  })

  test.each([
    '"postgres://sluice:sk_hunter2@${SEGMENT_WRITE_KEY}/x"',
    '"postgres://${SEGMENT_WRITE_KEY}:sk_hunter2@db/x"',
    '"postgres://sluice:sk_hunter2${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice:sk_hunter2@/?#${SEGMENT_WRITE_KEY}@db/x"',
    '"postgres://sluice:sk_hunter2@db/${SEGMENT_WRITE_KEY}"',
    '"postgres://sluice@db/${SEGMENT_WRITE_KEY}?sslmode=require&PASSWORD=sk_hunter2"',
    '"${SEGMENT_WRITE_KEY}:sk_hunter2@db/x"',
    '"${SEGMENT_WRITE_KEY}sk_hunter2@db/x"',
  ])('may not stand beside a variable: %s', (connection) => {
    expect(listMistakes('"${WAREHOUSE_URL}"', connection)).toEqual([
      '3 sources[0].connection: holds a password, or a piece of one, that must come from the environment as a whole: write "postgres://user:${WAREHOUSE_PASSWORD}@host:5432/warehouse", and set that variable',
    ])
  })

  test.each([
    [
      'write_key: "${SEGMENT_WRITE_KEY}"',
      'write_key: "sk_hunter2${SEGMENT_WRITE_KEY}"',
      '11 destinations[0].write_key',
    ],
    [
      'connection: "${WAREHOUSE_URL}" }',
      'connection: "${WAREHOUSE_URL}", ssl: { key: "-----BEGIN PRIVATE KEY-----sk_hunter2${SEGMENT_WRITE_KEY}-----END PRIVATE KEY-----" } }',
      '3 sources[0].ssl.key',
    ],
  ])('comes from the environment as a whole: %s is not %s', (search, secret, place) => {
    const lines = listMistakes(search, secret)
    expect(lines).toEqual([expect.stringMatching(/: is a secret and must come from the environment: write /)])
    expect(lines[0]?.startsWith(place)).toBe(true)
  })

  test('is not shown when YAML stumbles over it', () => {
    const lines = listMistakes('"${SEGMENT_WRITE_KEY}"', '"a" sk_hunter2: {sk_hunter2')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join()).not.toContain('hunter2')
  })

  test('of the environment is not shown wherever the file puts it', () => {
    const wrong = FILE.replaceAll('us-west-2', '"${SEGMENT_WRITE_KEY}"')
      .replaceAll(
        /(?<=(?:action|model|source|destination|id|trigger|type): *)[a-zA-Z[][^,\n}]+/g,
        '"${SEGMENT_WRITE_KEY}"',
      )
      .replace(', added]', '')
    const lines = parseText(wrong)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join()).not.toContain('hunter2')
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
    ['nothing', '', 'sluice.yaml: the file is empty: `sluice export` writes one'],
    ['only a comment', '# later', 'sluice.yaml: the file is empty: `sluice export` writes one'],
    [
      'a list',
      '[]',
      'sluice.yaml:1: must be an object with the keys sources, models, destinations, mappings',
    ],
    [
      'text',
      'hello',
      'sluice.yaml:1: must be an object with the keys sources, models, destinations, mappings',
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
