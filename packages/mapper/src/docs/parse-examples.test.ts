import { describe, expect, test } from '@jest/globals'
import { parseExamples } from './parse-examples.ts'

/** A document with one example. */
function exampleOf(...lines: readonly string[]): string {
  return ['# Title', '', '```jsonc', ...lines, '```', ''].join('\n')
}

describe('parseExamples', () => {
  test('a mapping stands in the properties of a track event', () => {
    const markdown = exampleOf('// mapping', '{ "a": 1 }', '// row', '{ "b": 2 }', '// result', '{ "a": 1 }')
    expect(parseExamples(markdown)).toEqual([
      {
        line: 3,
        action: 'sendTrack',
        fields: { user_id: 'u', event_name: 'e', properties: { a: 1 } },
        op: 'updated',
        row: { b: 2 },
        end: { kind: 'result', properties: { a: 1 } },
      },
    ])
  })

  test('all fields, a deleted row and a dead letter', () => {
    const markdown = exampleOf(
      '// fields of sendGroup',
      '{}',
      '// deleted row',
      '{}',
      '// dead letter',
      '"id_missing"',
    )
    expect(parseExamples(markdown)).toEqual([
      {
        line: 3,
        action: 'sendGroup',
        fields: {},
        op: 'deleted',
        row: {},
        end: { kind: 'dead letter', code: 'id_missing' },
      },
    ])
  })

  test('a refused mapping needs no row', () => {
    expect(parseExamples(exampleOf('// mapping', '{}', '// refused'))).toMatchObject([
      { row: {}, end: { kind: 'refused' } },
    ])
  })

  test('other blocks are left alone', () => {
    expect(parseExamples('```json\n{ "no": "example" }\n```\n')).toEqual([])
  })

  test.each([
    [
      'an unknown heading',
      ['// maping', '{}', '// row', '{}', '// result', '{}'],
      'line 3: unknown heading "// maping"',
    ],
    [
      'an unknown action',
      ['// fields of sendMail', '{}', '// row', '{}', '// event', '{}'],
      'line 3: unknown heading',
    ],
    [
      'an unknown end',
      ['// mapping', '{}', '// row', '{}', '// outcome', '{}'],
      'line 3: unknown heading "// outcome"',
    ],
    ['an example without an end', ['// mapping', '{}'], 'line 3: an example is a mapping, a row'],
    ['an example without a heading', ['{}'], 'line 3: an example starts with a heading'],
    [
      'broken json',
      ['// mapping', '{', '// row', '{}', '// result', '{}'],
      'line 3: the example holds no valid json',
    ],
  ])('%s is an error that names the line', (_, lines, message) => {
    expect(() => parseExamples(exampleOf(...lines))).toThrow(message)
  })
})
