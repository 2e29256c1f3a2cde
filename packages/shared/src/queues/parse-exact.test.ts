import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseExact } from './parse-exact.ts'

test.each([
  ['{"creatorID": 750727362669608961}', { creatorID: '750727362669608961' }],
  ['{"ids": [1533947986218845197,9007199254740993]}', { ids: ['1533947986218845197', '9007199254740993'] }],
  ['{"a":[{"b":1e400},-1e400,1e-400]}', { a: [{ b: '1e400' }, '-1e400', '1e-400'] }],
  ['[18669682004370968, 0.12345678901234567890]', ['18669682004370968', '0.12345678901234567890']],
  // A double is kept as one, with however many digits it is written.
  [
    '[1.8669682004370968e+16, 1.7976931348623157e+308, 5e-324, 1E5]',
    [18669682004370968, Number.MAX_VALUE, 5e-324, 100_000],
  ],
  [
    '[1.10, 1.0, 9007199254740992, 1000000000000000000, 10000000000000000000000]',
    [1.1, 1, 2 ** 53, 1e18, 1e22],
  ],
  [
    '{"0.1234567890123456789": "750727362669608961, 1e400", "q\\"": "\\\\"}',
    { '0.1234567890123456789': '750727362669608961, 1e400', 'q"': '\\' },
  ],
])('%s is read without rounding', (text, value) => {
  expect(parseExact(text)).toEqual(value)
})

test('zero is zero, whatever its sign and its exponent', () => {
  expect(JSON.stringify(parseExact('[-0, -0.0, 0e99999, 0.00000000000000000000]'))).toBe('[0,0,0,0]')
})

const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.stringMatching(/^(\.\d{1,25})?$/))
  .map(([isNegative, whole, fraction]) => `${isNegative ? '-' : ''}${whole}${fraction}`)

test('what JavaScript writes of a number has the value that the text gave it', () => {
  fc.assert(
    fc.property(decimal, (text) => {
      const [value] = parseExact(`[ ${text}]`) as [string | number]
      expect(toRatio(expand(String(value)))).toBe(toRatio(text))
    }),
    { numRuns: 2_000 },
  )
})

test('any JSON of numbers that a double holds is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      expect(parseExact(text)).toEqual(JSON.parse(text))
      expect(parseExact(JSON.stringify(value, null, 1))).toEqual(JSON.parse(text))
    }),
    { numRuns: 500 },
  )
})

test('it nests as deeply as JSON.parse does', () => {
  const levels = 100_000
  expect(parseExact(`${'['.repeat(levels)}750727362669608961${']'.repeat(levels)}`)).toHaveLength(1)
})

/** A decimal without an exponent. */
function expand(text: string): string {
  const [mantissa = '', exponent] = text.split('e')
  if (exponent === undefined) return text
  const [whole = '', fraction = ''] = mantissa.split('.')
  const places = Number(exponent) - fraction.length
  if (places >= 0) return `${whole}${fraction}${'0'.repeat(places)}`
  const sign = whole.startsWith('-') ? '-' : ''
  const digits = `${whole.slice(sign.length)}${fraction}`.padStart(1 - places, '0')
  return `${sign}${digits.slice(0, places)}.${digits.slice(places)}`
}

/** One text for one value. */
function toRatio(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(60, '0')}`)
  return digits === 0n ? '0' : `${text.startsWith('-') ? '-' : ''}${digits}`
}
