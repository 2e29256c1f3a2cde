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

  test('are never more than there are, however many ask', async () => {
    const places = createPlaces(3, 30_000)
    let inside = 0
    let most = 0
    const callers = Array.from({ length: 50 }, async (_none, n) => {
      await places.enter(signal)
      inside += 1
      most = Math.max(most, inside)
      for (let turns = n % 4; turns >= 0; turns -= 1) await Promise.resolve()
      inside -= 1
      places.leave()
      // Who comes later takes no place that was promised to somebody who waits.
      await places.enter(signal)
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setImmediate(resolve))
      inside -= 1
      places.leave()
    })
    await Promise.all(callers)
    expect(most).toBe(3)
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
