import { expect, test } from '@jest/globals'
import { formatCause } from './format-cause.ts'

test.each([
  ['an error', new Error('connect ECONNREFUSED 127.0.0.1:1'), 'connect ECONNREFUSED 127.0.0.1:1'],
  [
    'two addresses',
    new AggregateError([new Error('no ::1'), new Error('no 127.0.0.1')], ''),
    'no ::1, no 127.0.0.1',
  ],
  ['several lines', new Error('first\n  second'), 'first second'],
  ['an error without words', new Error(''), 'no reason given'],
  ['a thrown text', 'late', 'late'],
])('%s is described in one line', (_, cause, expected) => {
  expect(formatCause(cause)).toBe(expected)
})
