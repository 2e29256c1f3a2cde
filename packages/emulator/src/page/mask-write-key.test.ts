import { expect, test } from '@jest/globals'
import { maskWriteKey } from './mask-write-key.ts'

test.each([
  ['abcdefghij', 'abcd…'],
  ['abcdef', 'abc…'],
  ['ab', 'a…'],
  ['a', '…'],
])('%s is shown as %s', (writeKey, masked) => {
  expect(maskWriteKey(writeKey)).toBe(masked)
})
