import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findTaken, meetChange, putKey } from './meet-change.ts'

const SEEN = { id: 'm', filter: 'a', trigger: ['added'], fields: { user_id: 1, traits: { x: 1 } } }

test.each([
  ['only I have changed it', SEEN, { ...SEEN, filter: 'mine' }, { ...SEEN, filter: 'mine' }, []],
  [
    'only they have changed it',
    { ...SEEN, filter: 'theirs' },
    SEEN,
    { ...SEEN, filter: 'theirs' },
    [{ key: 'filter', theirs: 'theirs', mine: 'a' }],
  ],
  [
    'both have changed it',
    { ...SEEN, filter: 'theirs' },
    { ...SEEN, filter: 'mine' },
    { ...SEEN, filter: 'mine' },
    [{ key: 'filter', theirs: 'theirs', mine: 'mine' }],
  ],
  [
    'both have made the same of it',
    { ...SEEN, filter: 'b' },
    { ...SEEN, filter: 'b' },
    { ...SEEN, filter: 'b' },
    [],
  ],
  [
    'each has changed another field',
    { ...SEEN, fields: { user_id: 2, traits: { x: 1 } } },
    { ...SEEN, fields: { user_id: 1, traits: { x: 9 } } },
    { ...SEEN, fields: { user_id: 2, traits: { x: 9 } } },
    [{ key: 'fields.user_id', theirs: 2, mine: 1 }],
  ],
  [
    'they have taken one out',
    { ...SEEN, fields: { user_id: 1 } },
    { ...SEEN, filter: 'mine' },
    { ...SEEN, filter: 'mine', fields: { user_id: 1 } },
    [{ key: 'fields.traits', theirs: undefined, mine: { x: 1 } }],
  ],
])('%s', (_what, theirs, mine, item, collisions) => {
  expect(meetChange(SEEN, theirs, mine)).toEqual({ item, collisions })
})

test('where nobody knows what was seen, all that differs is to be looked at, and what was typed holds', () => {
  const mine = { ...SEEN, filter: 'mine' }
  expect(meetChange(null, SEEN, mine)).toEqual({
    item: mine,
    collisions: [{ key: 'filter', theirs: 'a', mine: 'mine' }],
  })
})

test('a secret is in no list', () => {
  const theirs = { connection: { set: true }, path: 'b' }
  const met = meetChange(null, theirs, { connection: 'hunter2', path: 'b' }, (key) => key === 'connection')
  expect(met.collisions).toEqual([])
  expect(met.item['connection']).toBe('hunter2')
})

test('whichever side is taken of a key, the item has it, and nothing else of it changes', () => {
  const item = fc.record(
    {
      a: fc.integer({ max: 3 }),
      b: fc.integer({ max: 3 }),
      fields: fc.dictionary(fc.constantFrom('x', 'y'), fc.nat(3)),
    },
    { requiredKeys: ['fields'] },
  )
  fc.assert(
    fc.property(item, item, item, (seen, theirs, mine) => {
      const met = meetChange(seen, theirs, mine)
      for (const collision of met.collisions)
        for (const side of ['theirs', 'mine'] as const) {
          const chosen = putKey(met.item, collision.key, collision[side])
          expect(findTaken(chosen, collision)).toBe(side)
          const back = putKey(chosen, collision.key, collision[findTaken(met.item, collision) ?? 'mine'])
          expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(met.item)))
        }
    }),
  )
})
