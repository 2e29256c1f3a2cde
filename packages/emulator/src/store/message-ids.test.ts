import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { MessageIds } from './message-ids.ts'

describe('MessageIds', () => {
  test('each id is new exactly once, however many generations the ids fill', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }).map(String)),
        fc.integer({ min: 1, max: 5 }),
        (ids, size) => {
          const known = new MessageIds(size)
          expect(ids.filter((id) => known.add(id))).toEqual([...new Set(ids)])
        },
      ),
    )
  })

  test('a cleared set knows nothing, not even of older generations', () => {
    const known = new MessageIds(1)
    for (const id of ['a', 'b', 'c']) known.add(id)
    known.clear()
    expect(['a', 'b', 'c'].map((id) => known.add(id))).toEqual([true, true, true])
  })
})
