import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { Ring } from './ring.ts'

describe('Ring', () => {
  test('it keeps the newest items up to its limit, in the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(20), fc.nat(30), (items, limit, count) => {
        const ring = new Ring<number>(limit)
        for (const item of items) ring.push(item)
        const kept = limit === 0 ? [] : items.slice(-limit)
        expect([...ring.values()]).toEqual(kept)
        expect(ring.newest(count)).toEqual(kept.toReversed().slice(0, count))
      }),
    )
  })

  test('without a limit it keeps everything, and nothing once cleared', () => {
    const ring = new Ring<number>(Number.POSITIVE_INFINITY)
    for (let item = 0; item < 1000; item++) ring.push(item)
    expect([...ring.values()]).toHaveLength(1000)
    ring.clear()
    expect([...ring.values()]).toEqual([])
  })

  test('a full ring that was cleared starts anew', () => {
    const ring = new Ring<number>(2)
    for (const item of [1, 2, 3]) ring.push(item)
    ring.clear()
    for (const item of [4, 5, 6]) ring.push(item)
    expect([...ring.values()]).toEqual([5, 6])
  })
})
