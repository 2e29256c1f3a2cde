import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Budget } from './budget.ts'
import { compileReplace } from './replace-all.ts'

const text = fc
  .array(fc.constantFrom('a', 'A', 'b', '.', '$', ''), { maxLength: 12 })
  .map((parts) => parts.join(''))
const replacement = fc
  .array(fc.constantFrom('$&', '$$', '$`', "$'", '$1', '$', 'x', '$<a>'), { maxLength: 4 })
  .map((parts) => parts.join(''))

test('what is replaced is what JavaScript replaces, signs and all', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(/a/g, /a/gi, /a/, /\./g, /ab/g), replacement, (value, pattern, by) => {
      const replace = compileReplace(pattern, by)
      expect(replace(value, new Budget())).toBe(value.replace(pattern, by))
      expect(replace(value, new Budget())).toBe(value.replace(pattern, by))
    }),
    { numRuns: 1_000 },
  )
})
