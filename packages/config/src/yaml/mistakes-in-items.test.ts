import { describe, expect, test } from '@jest/globals'
import { listKeys } from '../items/kinds.ts'
import { listMistakes } from '../testing/config-file.ts'

const DUCKDB_KEYS = listKeys('source', { type: 'duckdb' })
  .map(([, { name }]) => name)
  .join(', ')

describe('a mistake in an item is told with its place', () => {
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
      ['3 sources[0].type: unknown type "mysql": must be postgres or duckdb'],
    ],
    [
      'a key of another type of source',
      'type: postgres, connection',
      'type: duckdb, connection',
      [`3 sources[0].connection: unknown key: there are ${DUCKDB_KEYS}`, '3 sources[0].path: is missing'],
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
  ] as [string, string, string, string[]][])('%s', (_what, search, replacement, mistakes) => {
    expect(listMistakes(search, replacement)).toEqual(mistakes)
  })
})
