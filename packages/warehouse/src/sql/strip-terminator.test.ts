import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stripTerminator } from './strip-terminator.ts'

/** Text that holds semicolons which end nothing. */
const shielded = fc.constantFrom(
  `'a;b'`,
  `'it''s; --'`,
  `e'\\'; \\\\'`,
  `"a;""b"`,
  `$$ ; $$`,
  `$tag$ ; $$ ; $tag$`,
  'name$1',
  'type',
  `'x'`,
  '1',
  '(a)',
  ',',
  'é',
)
const blank = fc.constantFrom(' ', '\n', ' -- a; comment\n', '/* a; /* nested; */ -- */', '\t')
const query = fc
  .array(fc.tuple(shielded, blank), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.flat().join(''))

describe('a query without its terminator', () => {
  test('is the query itself where nothing ends it', () => {
    fc.assert(fc.property(query, (text) => expect(stripTerminator(text)).toBe(text)))
  })

  test('loses the semicolons at its end, and nothing moves', () => {
    fc.assert(
      fc.property(query, fc.array(fc.oneof(blank, fc.constant(';')), { maxLength: 5 }), (text, end) => {
        const stripped = end.map((part) => (part === ';' ? ' ' : part)).join('')
        expect(stripTerminator(text + end.join(''))).toBe(text + stripped)
      }),
    )
  })

  test('keeps the semicolons between statements', () => {
    fc.assert(fc.property(query, query, (a, b) => expect(stripTerminator(`${a};${b};`)).toBe(`${a};${b} `)))
  })

  test.each([
    ['select 1;', 'select 1 '],
    ['select 1 ; -- done;', 'select 1   -- done;'],
    ['select 1 /* ; -- */', 'select 1 /* ; -- */'],
    [`select '; --'`, `select '; --'`],
    [`select 'unterminated;`, `select 'unterminated `],
    ['select 1; drop table x', 'select 1; drop table x'],
    ['', ''],
  ])('of %j is %j', (text, expected) => {
    expect(stripTerminator(text)).toBe(expected)
  })
})
