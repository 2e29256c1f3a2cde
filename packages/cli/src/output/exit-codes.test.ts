import { expect, test } from '@jest/globals'
import { SluiceError } from '@sluice/shared/errors'
import { chooseExitCode, chooseSyncExitCode } from './exit-codes.ts'
import { formatError } from './format-error.ts'

test.each([
  ['environment_invalid', 2],
  ['file_invalid', 2],
  ['mapping_unknown', 2],
  ['query_invalid', 2],
  ['warehouse_unreachable', 1],
  ['database_unreachable', 1],
  ['sync_running', 1],
  ['unexpected', 1],
] as const)('an error %s ends with %i', (code, exitCode) => {
  expect(chooseExitCode(new SluiceError(code, 'x'))).toBe(exitCode)
})

test('anything that nobody foresaw ends with 1', () => {
  expect(chooseExitCode(new TypeError('x'))).toBe(1)
})

test.each([
  ['succeeded', 0],
  ['failed', 1],
  ['partial', 3],
  ['canceled', 4],
  ['delivering', 1],
] as const)('waiting for a sync that is %s ends with %i', (status, exitCode) => {
  expect(chooseSyncExitCode(status)).toBe(exitCode)
})

test('an error is one line, and its stack comes only when asked for', () => {
  const error = new SluiceError('unexpected', 'it broke', { cause: new Error('because') })
  expect(formatError(error, { verbose: false })).toEqual(['it broke'])
  expect(formatError(error, { verbose: true })).toEqual([
    'it broke',
    ...Array.from({ length: frames(error) }, () => expect.stringMatching(/^ +at /)),
    'caused by Error: because',
    ...Array.from({ length: frames(error.cause) }, () => expect.stringMatching(/^ +at /)),
  ])
  expect(formatError(new TypeError('a\nb'), { verbose: false })).toEqual([
    'unexpected error: a (--verbose shows where)',
  ])
})

function frames(error: unknown): number {
  return error instanceof Error ? (error.stack?.match(/^ +at /gm)?.length ?? 0) : 0
}

test('an error of several mistakes has a line for each', () => {
  const error = new SluiceError('file_invalid', ['a: one', 'b: two'])
  expect(error.message).toBe('a: one\nb: two')
  expect(formatError(error, { verbose: false })).toEqual(['a: one', 'b: two'])
})
