import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { splitPlaceholders } from './split-placeholders.ts'

const PATTERNS = { 2: /\{\{([^}]+)\}\}/g, 3: /\{\{\{([^}]+)\}\}\}/g } as const

const braces = fc.constantFrom<2 | 3>(2, 3)
const braced = fc
  .array(fc.constantFrom('{', '{{', '{{{', '}', '}}', '}}}', 'a', ' b ', ''), { maxLength: 12 })
  .map((parts) => parts.join(''))

test('a text is cut where the regular expression of Segment cuts it', () => {
  fc.assert(
    fc.property(braced, braces, (text, count) => {
      expect(splitPlaceholders(text, count)).toEqual(text.split(PATTERNS[count]))
    }),
    { numRuns: 2_000 },
  )
})

test('each character is looked at a few times at most, however many braces open or close', () => {
  const hostile = fc
    .tuple(braced, fc.integer({ min: 1, max: 5_000 }))
    .map(([part, count]) => part.repeat(count))
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.tuple(hostile, hostile).map((texts) => texts.join('')),
      ),
      braces,
      (text, count) => {
        const counting = new CountingText(text)
        splitPlaceholders(counting as unknown as string, count)
        expect(counting.looked).toBeLessThanOrEqual(3 * text.length + 10)
      },
    ),
    {
      numRuns: 300,
      examples: [
        ['{'.repeat(100_000), 3],
        ['{{{}'.repeat(25_000), 3],
        ['}'.repeat(100_000), 2],
      ],
    },
  )
})

/** Text that counts the characters that a search in it goes over. */
class CountingText extends String {
  looked = 0

  override indexOf(wanted: string, from = 0): number {
    const found = super.indexOf(wanted, from)
    this.looked += (found === -1 ? this.length : found + wanted.length) - from
    return found
  }

  override startsWith(wanted: string, from = 0): boolean {
    this.looked += wanted.length
    return super.startsWith(wanted, from)
  }
}
