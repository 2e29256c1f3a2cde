import { expect, test } from '@jest/globals'
import { suggest } from './suggest.ts'

test.each([
  ['regoin', 'region'],
  ['Region', 'region'],
  ['regions', 'region'],
  ['identifer', 'identifier'],
  ['colour', null],
  ['i', 'id'],
  ['xy', null],
  ['', null],
])('for %s it suggests %s', (word, meant) => {
  expect(suggest(word, ['id', 'region', 'identifier', 'write_key'])).toBe(meant)
})
