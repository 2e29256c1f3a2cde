import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { showControls } from './show-controls.ts'

test.each([
  ['an escape sequence', '\u001b]0;x\u0007', String.raw`\u001b]0;x\u0007`],
  ['lines and tabs', 'a\nb\r\tc', String.raw`a\nb\r\tc`],
  ['DEL and C1', '\u007f\u009b2J', String.raw`\u007f\u009b2J`],
  ['separators of lines', '\u2028\u2029', String.raw`\u2028\u2029`],
  ['changes of direction', '\u202egnp\u2066', String.raw`\u202egnp\u2066`],
  ['half a pair', '\ud83d!', String.raw`\ud83d!`],
])('%s is written out', (_what, text, shown) => {
  expect(showControls(text)).toBe(shown)
})

test.each(['Zoë', '東京', '👩‍👩‍👧', 'می‌خواهم', String.raw`a\nb`])('%s stays as it is', (text) => {
  expect(showControls(text)).toBe(text)
})

const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0, max: 0x9f }).map((unit) => String.fromCharCode(unit)),
  ),
})

test('what is shown holds no control, and showing it again changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = showControls(text)
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u)
      expect(showControls(shown)).toBe(shown)
    }),
  )
})

test('JSON that is shown is JSON of the same value', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(JSON.parse(showControls(JSON.stringify({ [text]: text })))).toEqual({ [text]: text })
    }),
  )
})
