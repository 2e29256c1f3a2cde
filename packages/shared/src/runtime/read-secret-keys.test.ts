import { expect, test } from '@jest/globals'
import { readSecretKeys } from './read-secret-keys.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')

test('a worker takes the keys of its purposes, and none that it was not given', () => {
  const { keys, mistakes } = readSecretKeys({ SLUICE_LETTERS_KEY: KEY }, ['letters'])
  expect(mistakes).toEqual([])
  expect(keys).toEqual({ letters: { current: KEY, previous: [] } })
})

test('a worker that has some of its keys is told of the others, one that has none of the master', () => {
  expect(readSecretKeys({ SLUICE_LETTERS_KEY: KEY }, ['destinations', 'letters']).mistakes).toEqual([
    expect.stringContaining('SLUICE_DESTINATIONS_KEY'),
  ])
  expect(readSecretKeys({}, ['letters']).mistakes).toEqual([expect.stringContaining('SLUICE_SECRET_KEY')])
})

test('a process without purposes needs no key', () => {
  expect(readSecretKeys({}, [])).toEqual({ keys: {}, mistakes: [] })
})
