import { expect, test } from '@jest/globals'
import { readSecretKeys } from './read-secret-keys.ts'

const KEY = Buffer.alloc(32, 1).toString('base64')
const OTHER = Buffer.alloc(32, 2).toString('base64')

test('a worker takes the keys of its purposes, and none that it was not given', () => {
  const { keys, mistakes } = readSecretKeys({ SLUICE_DATA_KEY: KEY }, ['letters'])
  expect(mistakes).toEqual([])
  expect(keys).toEqual({ letters: { current: KEY, previous: [] } })
})

test('a worker that has some of its keys is told of the others, one that has none of the master', () => {
  expect(readSecretKeys({ SLUICE_DATA_KEY: KEY }, ['destinations', 'letters']).mistakes).toEqual([
    expect.stringContaining('SLUICE_DESTINATIONS_KEY'),
  ])
  expect(readSecretKeys({}, ['letters']).mistakes).toEqual([expect.stringContaining('SLUICE_SECRET_KEY')])
})

test('a process without purposes needs no key', () => {
  expect(readSecretKeys({}, [])).toEqual({ keys: {}, mistakes: [], notices: [] })
})

test('a key is taken under the name that its variable had before, which is told; the name of today goes first', () => {
  const before = { SLUICE_LETTERS_KEY: KEY, SLUICE_LETTERS_KEY_PREVIOUS: OTHER }
  expect(readSecretKeys(before, ['letters'])).toEqual({
    keys: { letters: { current: KEY, previous: [OTHER] } },
    mistakes: [],
    notices: [
      'SLUICE_LETTERS_KEY is called SLUICE_DATA_KEY now; its old name goes with version 0.3',
      'SLUICE_LETTERS_KEY_PREVIOUS is called SLUICE_DATA_KEY_PREVIOUS now; its old name goes with version 0.3',
    ],
  })
  const both = { SLUICE_DATA_KEY: OTHER, SLUICE_LETTERS_KEY: KEY }
  expect(readSecretKeys(both, ['letters'])).toMatchObject({
    keys: { letters: { current: OTHER } },
    notices: [],
  })
})
