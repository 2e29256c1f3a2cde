import { describe, expect, test } from '@jest/globals'
import { listKeys } from '../items/kinds.ts'
import { listMistakes } from '../testing/config-file.ts'

const MAPPING_KEYS = listKeys('mapping')
  .map(([, { name }]) => name)
  .join(', ')

describe('a mistake in the document is told with its place', () => {
  test.each([
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
        '9 other: unknown key: there are sources, models, destinations, mappings, alerts',
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
        '9 destinations[0]: must be an object with the keys id, source, write_key, region, enabled, events_per_second, requests_per_second, deadline, workspace, calls_allowance, mtu_allowance, billing_day, max_calls_per_month',
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
