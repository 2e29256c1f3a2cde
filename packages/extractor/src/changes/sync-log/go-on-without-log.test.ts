import { expect, test } from '@jest/globals'
import { SluiceError } from '@sluice/shared/errors'
import { orWithoutLog } from './go-on-without-log.ts'

test.each([
  ['a log that cannot be written stops nothing, and is told of', 'sync_log_unusable', 1],
  ['a warehouse that refuses it stops nothing, and is told of', 'warehouse_denied', 1],
  ['what passes by itself is waited for', 'warehouse_unreachable', 0],
  ['and so is the control database', 'database_unreachable', 0],
] as const)('%s', async (_name, code, told) => {
  const error = new SluiceError(code, 'no')
  const warned: unknown[] = []
  const log = { warn: (fields: unknown) => warned.push(fields) } as never
  const thrown = await orWithoutLog({ log }, { id: 'sync', mapping: 'people' }, () =>
    Promise.reject(error),
  ).catch((caught: unknown) => caught)
  expect(thrown).toBe(told === 1 ? undefined : error)
  expect(warned).toEqual(told === 1 ? [{ sync: 'sync', mapping: 'people', error }] : [])
})
