import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { findEventSlices } from './find-event-slices.ts'

function readSlices(text: string): unknown[] | null {
  const body = Buffer.from(text)
  const slices = findEventSlices(body)
  if (slices === null) return null
  return Array.from({ length: slices.length / 2 }, (_, index) =>
    JSON.parse(body.toString('utf8', slices[index * 2], slices[index * 2 + 1])),
  )
}

describe('findEventSlices', () => {
  test('every slice is its event, whatever the events hold, stands around them and how they are spaced', () => {
    const body = fc.record({ before: fc.jsonValue(), batch: fc.array(fc.jsonValue()), after: fc.jsonValue() })
    fc.assert(
      fc.property(body, fc.constantFrom('', ' ', '\t', '\n  '), (value, space) => {
        const text = JSON.stringify(value, null, space)
        expect(readSlices(text)).toEqual(JSON.parse(text).batch)
      }),
    )
  })

  test.each([
    ['an empty object', '{}', []],
    ['an empty batch', '{"batch":[]}', []],
    ['a batch that is no list', '{"batch":{"a":[1]},"b":1}', []],
    ['the last of two batches', '{"batch":[1,2],"batch":[3]}', [3]],
    ['a last batch that is no list', '{"batch":[1,2],"batch":null}', []],
    ['a batch further in', '{"x":{"batch":[1]},"batch":[2]}', [2]],
    [
      'brackets, quotes and backslashes in texts',
      '{"a":"]}\\"","batch":["\\\\",{"b":"}\\\\\\"]"}]}',
      ['\\', { b: '}\\"]' }],
    ],
    ['space in every place', ' \n{ "batch" : [ 1 , {} , "a" ] , "x" : 1 } ', [1, {}, 'a']],
  ])('%s', (_, text, events) => {
    expect(readSlices(text)).toEqual(events)
  })

  test('a key written with escapes cannot be told by its bytes', () => {
    expect(readSlices(String.raw`{"b\u0061tch":[1]}`)).toBeNull()
  })
})
