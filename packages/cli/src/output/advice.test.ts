import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { SluiceError } from '@sluice/shared/errors'
import { adviseOnSync } from './advice.ts'
import { formatError } from './format-error.ts'

const PACKAGES = fileURLToPath(new URL('../../../', import.meta.url))
const BELOW_THE_FACES = ['shared', 'warehouse', 'config', 'operations', 'extractor', 'mapper', 'sender']

const format = (error: SluiceError) => formatError(error, { verbose: false })

test('what mends an error is told after it, on its line', () => {
  const subject = { kind: 'mapping', id: 'people' } as const
  expect(format(new SluiceError('mapping_disabled', 'mapping people is disabled', { subject }))).toEqual([
    'mapping people is disabled: `sluice enable people`',
  ])
  expect(format(new SluiceError('sync_running', 'it runs'))).toEqual(['it runs'])
  expect(format(new SluiceError('schema_unknown', 'it is newer'))).toEqual(['it is newer'])
  expect(format(new SluiceError('schema_unknown', 'it is older', { facts: { isOlder: true } }))).toEqual([
    'it is older: run `sluice migrate`',
  ])
})

test.each([
  ['model_empty', '`sluice sync people --allow-deletes` lets it pass once'],
  ['deletes_exceeded', '`sluice sync people --allow-deletes` lets it pass once'],
  ['updates_exceeded', '`sluice sync people --allow-updates` lets it pass once'],
  ['model_changed', '`sluice sync people --allow-missing-columns` goes on without it'],
  ['warehouse_state_outdated', '`sluice reset people`, or `sluice baseline people`'],
  ['query_invalid', null],
  [null, null],
] as const)('a sync that failed of %s is told with %s', (errorCode, advice) => {
  expect(adviseOnSync({ mapping: 'people', errorCode })).toBe(advice)
})

test.each(BELOW_THE_FACES)('no text of packages/%s names a command: that is for a face to say', (name) => {
  const folder = join(PACKAGES, name, 'src')
  const naming = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing\//.test(file))
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line) && /(?:\\`|['"][^'"]*`)sluice [a-z]/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    )
  expect(naming).toEqual([])
})
