import { expect, test } from '@jest/globals'
import { MISFIT, coerceScalar } from './coerce.ts'

test.each([
  ['string', 'a', 'a'],
  ['string', 1e21, '1e+21'],
  ['string', false, 'false'],
  ['string', ['a'], 'a'],
  ['string', [5], '5'],
  ['string', [null], ''],
  ['string', [], MISFIT],
  ['string', ['a', 'b'], MISFIT],
  ['string', [['a']], MISFIT],
  ['string', {}, MISFIT],
  ['number', ' 12 ', 12],
  ['number', '0x1F', 31],
  ['number', '1e999', Infinity],
  ['number', true, 1],
  ['number', ['.5'], 0.5],
  ['number', '', MISFIT],
  ['number', '1,5', MISFIT],
  ['number', 'NaN', MISFIT],
  ['number', {}, MISFIT],
  ['boolean', 'true', true],
  ['boolean', 0, false],
  ['boolean', [1], true],
  ['boolean', 'TRUE', MISFIT],
  ['boolean', '1', MISFIT],
  ['boolean', 2, MISFIT],
] as const)('as %s, %j is %p', (type, value, wanted) => {
  expect(coerceScalar(value, type)).toBe(wanted)
})
