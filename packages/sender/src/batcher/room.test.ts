import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createRoom, type RoomOptions } from './room.ts'

const OPTIONS: RoomOptions = {
  bytes: 360,
  leastBytes: 2,
  mostBytes: 30,
  waiters: 1_000,
  patienceMs: 2 ** 30,
}
const { signal } = new AbortController()

/** Enters as long as there is room at once. */
async function fill(room: ReturnType<typeof createRoom>, key: string, bytes: number): Promise<number> {
  let entered = 0
  while ((await room.enter(key, bytes, signal)) !== null) entered += 1
  return entered
}
const NOBODY_WAITS = { ...OPTIONS, waiters: 0 }

describe('the room for payloads', () => {
  test('gives one key a ninth, and leaves some to every further one', async () => {
    const room = createRoom(NOBODY_WAITS)
    expect(await fill(room, 'first', 10)).toBe(4)
    const others: number[] = []
    for (let key = 0; key < 30; key += 1) others.push(await fill(room, `${key}`, 2))
    expect(others[0]).toBe(17)
    expect(Math.min(...others)).toBeGreaterThanOrEqual(1)
    expect(room.takenBytes).toBeLessThanOrEqual(360)
  })

  test('counts a small payload as the least, so that their number is bounded', async () => {
    const room = createRoom(NOBODY_WAITS)
    expect(await fill(room, 'first', 0)).toBe(20)
  })

  test('lets a key in with one payload that is larger than its share', async () => {
    const room = createRoom(NOBODY_WAITS)
    await fill(room, 'first', 2)
    await fill(room, 'second', 2)
    const leave = await room.enter('third', 1_000_000, signal)
    expect(leave).not.toBeNull()
    expect(await room.enter('third', 1_000_000, signal)).toBeNull()
  })

  test('never takes in more than it holds, and loses nothing of itself, whoever comes and goes', async () => {
    const visits = fc.array(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c'),
        bytes: fc.integer({ min: 0, max: 60 }),
        stay: fc.nat({ max: 4 }),
      }),
      { minLength: 1, maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(visits, async (all) => {
        const room = createRoom(OPTIONS)
        await Promise.all(
          all.map(async ({ key, bytes, stay }) => {
            const leave = await room.enter(key, bytes, signal)
            expect(room.takenBytes).toBeLessThanOrEqual(360)
            for (let turn = 0; turn < stay; turn += 1) await Promise.resolve()
            leave?.()
          }),
        )
        expect(room.takenBytes).toBe(0)
        expect(['a', 'b', 'c'].some((key) => room.isWanted(key))).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  test('lets those of one key in in the order of asking', async () => {
    const room = createRoom(OPTIONS)
    const first = await room.enter('a', 30, signal)
    // Ten more bytes would fit, if nobody had asked before.
    const order: number[] = []
    const waiting = [30, 30, 2].map(async (bytes, n) => {
      const leave = await room.enter('a', bytes, signal)
      order.push(n)
      leave?.()
    })
    expect(room.isWanted('a')).toBe(true)
    first?.()
    await Promise.all(waiting)
    expect(order).toEqual([0, 1, 2])
  })

  test('turns away who waits longer than patience lasts, and at once who would be one too many', async () => {
    const room = createRoom({ ...OPTIONS, patienceMs: 1, waiters: 2 })
    for (const key of ['a', 'b', 'c']) await room.enter(key, 30, signal)
    const waiting = [room.enter('a', 30, signal), room.enter('b', 30, signal)]
    expect(await room.enter('a', 30, signal)).toBeNull()
    expect(await room.enter('c', 30, signal)).toBeNull()
    expect(await Promise.all(waiting)).toEqual([null, null])
    expect(room.isWanted('a')).toBe(false)
  })

  test('is not waited for after an abort, nor lost by it', async () => {
    const room = createRoom(OPTIONS)
    const leave = await room.enter('a', 30, signal)
    const stopping = new AbortController()
    const waiting = room.enter('a', 30, stopping.signal)
    stopping.abort(new Error('stopping'))
    await expect(waiting).rejects.toThrow('stopping')
    await expect(room.enter('a', 2, stopping.signal)).rejects.toThrow('stopping')
    leave?.()
    expect(room.takenBytes).toBe(0)
  })
})
