import { expect, test } from '@jest/globals'
import { findLettersPath, parseScope, readScope } from './letter-scope.ts'

test('a scope comes back from the address that it was written to', () => {
  const scope = { mapping: 'a&b', stage: 'send', code: 'rejected', reason: 'HTTP 400: "no" + 1' }
  expect(readScope(new URL(findLettersPath(scope), 'http://console/').searchParams)).toEqual(scope)
  expect(findLettersPath({})).toBe('dead-letters')
})

test('an id is one letter, and what is empty chooses nothing', () => {
  expect(parseScope(readScope(new URLSearchParams('id=7&mapping=')))).toEqual({ ids: ['7'] })
})

test.each(['id=x', 'id=1;', 'stage=sent'])(
  'what would choose nothing, and so all, is refused: %s',
  (text) => {
    expect(() => parseScope(readScope(new URLSearchParams(text)))).toThrow(/there is no/)
  },
)
