import { expect, test } from '@jest/globals'
import { createSampleValue, listEnvironmentMistakes } from './list-environment-mistakes.ts'
import type { WorkerName } from './worker-parts.ts'

const give = (worker: WorkerName, ...names: readonly string[]): readonly string[] =>
  listEnvironmentMistakes(worker, Object.fromEntries(names.map((name) => [name, createSampleValue(name)])))

test('a worker with what it needs has no complaint', () => {
  expect(give('mapper', 'DATABASE_URL', 'REDIS_URL', 'SLUICE_DATA_KEY')).toEqual([])
})

test.each([
  ['what is missing', ['DATABASE_URL', 'SLUICE_DATA_KEY'], 'REDIS_URL is missing'],
  ['the key of its purpose, if missing', ['DATABASE_URL', 'REDIS_URL'], 'SLUICE_DATA_KEY is not given'],
  [
    'a key that is for another worker',
    ['DATABASE_URL', 'REDIS_URL', 'SLUICE_DATA_KEY', 'SLUICE_SOURCES_KEY'],
    'SLUICE_SOURCES_KEY is not for it',
  ],
  [
    'the key of all',
    ['DATABASE_URL', 'REDIS_URL', 'SLUICE_DATA_KEY', 'SLUICE_SECRET_KEY'],
    'SLUICE_SECRET_KEY opens every secret',
  ],
  [
    'a name that is misspelt',
    ['DATABASE_URL', 'REDIS_URL', 'SLUICE_DATA_KEY', 'SLUICE_LOGLEVEL'],
    'SLUICE_LOGLEVEL is no variable',
  ],
])('a worker is told %s', (_what, names, complaint) => {
  expect(give('mapper', ...names)).toContainEqual(expect.stringContaining(complaint))
})

test('a console that others can reach needs someone who may sign in', () => {
  const given = ['DATABASE_URL', 'REDIS_URL', 'SLUICE_DATA_KEY']
  const env = Object.fromEntries(given.map((name) => [name, createSampleValue(name)]))
  expect(listEnvironmentMistakes('console', { ...env, SLUICE_CONSOLE_HOST: '0.0.0.0' })).toContainEqual(
    expect.stringContaining('SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing'),
  )
})
