import { expect, test } from '@jest/globals'
import { withoutSubject } from './index.ts'

test.each([
  ['model people: it has no column', 'it has no column'],
  ['model people, query line 3: syntax error', 'query line 3: syntax error'],
  ['model people-2: it has no column', 'model people-2: it has no column'],
  ['model people has no column', 'model people has no column'],
  ['source main: it is away', 'it is away'],
  ['source people: it is away', 'source people: it is away'],
])('beside its model, %s is %s', (message, rest) => {
  expect(withoutSubject(message, { kind: 'model', id: 'people' }, { kind: 'source', id: 'main' })).toBe(rest)
})
