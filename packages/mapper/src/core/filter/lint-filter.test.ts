import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { lintFilter } from './lint-filter.ts'

const messages = (fql: string): string[] => lintFilter(fql).map(({ message }) => message)

describe('no warning about', () => {
  test.each([
    'type = "track"',
    'event = "new" or event = "updated"',
    'properties.plan != null and (properties.age >= 18 or properties.vip = true)',
    'contains(properties.email, "@example.com") and !match(properties.plan, "free*")',
    'match(event, "*ed")',
    'userId != null',
    '(type = "b" or contains(event, "a")) and event != "c"',
  ])('%s', (fql) => {
    expect(messages(fql)).toEqual([])
  })
})

describe('a warning about', () => {
  test.each([
    ['single quotes', "type = 'track'", 'single quotes'],
    ['single quotes in a call', "contains(event, 'n')", 'single quotes'],
    ['a negated group', '!(type = "a" and event = "b")', '"!" is ignored'],
    ['a negated comparison', '!type = "a"', '"!" is ignored'],
    ['a field that is none', 'anonymousId = "a" and type = "b"', '"anonymousId" is no field'],
    ['a field that is none in a call', 'contains(email, "a") and type = "b"', '"email" is no field'],
    ['AND', 'type = "a" AND event = "b"', '"AND" is ignored'],
    ['OR, which then means and', 'type = "a" OR event = "b"', 'which leaves "and"'],
    ['not', 'not type = "a"', '"not" is ignored'],
    ['and beside or', 'type = "a" and event = "b" or event = "c"', '"and" beside "or"'],
    ['nested parentheses', '(type = "a" or (event = "b")) or event = "c"', 'do not nest'],
    ['a call in parentheses', '(contains(event, "a") or type = "b")', 'closes the group around it'],
    ['a word for an operator', 'type in ["a"]', 'no operator'],
    ['a word for a value', 'properties.plan = pro', 'compared as text'],
    ['null where null is text', 'event != null', 'the text "null"'],
    ['match without a star', 'match(event, "new")', 'match needs one *'],
    ['match with two stars', 'match(event, "*e*")', 'match needs one *'],
  ])('%s', (_, fql, warning) => {
    expect(messages(fql).join('\n')).toContain(warning)
  })
})

test('any text at all can be linted, and the same thing is said once', () => {
  const words = fc.constantFrom(
    'type',
    '=',
    '"a"',
    "'a'",
    '(',
    ')',
    'contains',
    'match',
    ',',
    '!',
    'AND',
    'or',
    'foo',
    'null',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 12 }).map((each) => each.join(' ')),
  )
  fc.assert(
    fc.property(text, (fql) => {
      const found = messages(fql)
      expect(new Set(found).size).toBe(found.length)
    }),
  )
})
