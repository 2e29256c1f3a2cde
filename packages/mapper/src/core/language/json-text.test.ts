import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { quote, writeJson } from './json-text.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      'a',
      '"',
      '\\',
      '\n',
      '\u0000',
      '\u001f',
      '\u007f',
      '\u2028',
      '\ud800',
      '\udfff',
      'é',
    ),
  }),
)

test('text is quoted as JSON.stringify quotes it', () => {
  fc.assert(
    fc.property(anyText, (text) => expect(quote(text)).toBe(JSON.stringify(text))),
    { numRuns: 1_000 },
  )
})

test('values are written as JSON.stringify writes them', () => {
  const value = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(undefined, -0, Number.NaN, Infinity))
  fc.assert(fc.property(value, (each) => expect(writeJson(each)).toBe(JSON.stringify(each))))
})

test('amounts of money are written as JSON.stringify writes them', () => {
  const amount = fc.integer({ min: -(2 ** 31), max: 2 ** 33 }).map((hundredths) => hundredths / 100)
  fc.assert(
    fc.property(amount, (each) => expect(writeJson(each)).toBe(JSON.stringify(each))),
    { numRuns: 1_000 },
  )
  for (let hundredths = 0; hundredths < 20_000; hundredths++) {
    if (writeJson(hundredths / 100) !== `${hundredths / 100}`) throw new Error(`${hundredths} hundredths`)
  }
})
