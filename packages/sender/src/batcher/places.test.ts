import { describe, expect, test } from '@jest/globals'
import { createPlaces } from './places.ts'

const { signal } = new AbortController()

describe('places', () => {
  test('are given out in the order of asking, each when one is left', async () => {
    const places = createPlaces(1, 30_000)
    expect(await places.enter(signal)).toBe(true)
    const order: number[] = []
    const waiting = [1, 2, 3].map(async (n) => {
      expect(await places.enter(signal)).toBe(true)
      order.push(n)
      places.leave()
    })
    places.leave()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3])
    // And the one place is free again.
    expect(await places.enter(signal)).toBe(true)
  })

  test('turn away who waits longer than patience lasts, and lose no place by it', async () => {
    const places = createPlaces(1, 1)
    await places.enter(signal)
    expect(await places.enter(signal)).toBe(false)
    places.leave()
    expect(await places.enter(signal)).toBe(true)
  })

  test('are not waited for after an abort, nor lost by it', async () => {
    const places = createPlaces(1, 30_000)
    await places.enter(signal)
    const stopping = new AbortController()
    const waiting = places.enter(stopping.signal)
    stopping.abort(new Error('stopping'))
    await expect(waiting).rejects.toThrow('stopping')
    await expect(places.enter(stopping.signal)).rejects.toThrow('stopping')
    places.leave()
    expect(await places.enter(signal)).toBe(true)
  })
})
