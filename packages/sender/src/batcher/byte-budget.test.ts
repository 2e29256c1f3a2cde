import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createByteBudget, type ByteBudgetOptions } from './byte-budget.ts'

const OPTIONS: ByteBudgetOptions = {
  bytes: 360,
  leastBytes: 2,
  mostBytes: 30,
  waiters: 1_000,
  patienceMs: 2 ** 30,
}
const { signal } = new AbortController()

/** Enters as long as there is room at once. */
async function fill(
  byteBudget: ReturnType<typeof createByteBudget>,
  key: string,
  bytes: number,
): Promise<number> {
  let entered = 0
  while ((await byteBudget.enter(key, bytes, signal)) !== null) entered += 1
  return entered
}
const NOBODY_WAITS = { ...OPTIONS, waiters: 0 }

describe('the byte budget of payloads', () => {
  test('gives one key a ninth, and leaves some to every further one', async () => {
    const byteBudget = createByteBudget(NOBODY_WAITS)
    expect(await fill(byteBudget, 'first', 10)).toBe(4)
    const others: number[] = []
    for (let key = 0; key < 30; key += 1) others.push(await fill(byteBudget, `${key}`, 2))
    expect(others[0]).toBe(17)
    expect(Math.min(...others)).toBeGreaterThanOrEqual(1)
    expect(byteBudget.takenBytes).toBeLessThanOrEqual(360)
  })

  test('counts a small payload as the least, so that their number is bounded', async () => {
    const byteBudget = createByteBudget(NOBODY_WAITS)
    expect(await fill(byteBudget, 'first', 0)).toBe(20)
  })

  test('lets a key in with one payload that is larger than its share', async () => {
    const byteBudget = createByteBudget(NOBODY_WAITS)
    await fill(byteBudget, 'first', 2)
    await fill(byteBudget, 'second', 2)
    const leave = await byteBudget.enter('third', 1_000_000, signal)
    expect(leave).not.toBeNull()
    expect(await byteBudget.enter('third', 1_000_000, signal)).toBeNull()
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
        const byteBudget = createByteBudget(OPTIONS)
        await Promise.all(
          all.map(async ({ key, bytes, stay }) => {
            const leave = await byteBudget.enter(key, bytes, signal)
            expect(byteBudget.takenBytes).toBeLessThanOrEqual(360)
            for (let turn = 0; turn < stay; turn += 1) await Promise.resolve()
            leave?.()
          }),
        )
        expect(byteBudget.takenBytes).toBe(0)
        expect(['a', 'b', 'c'].some((key) => byteBudget.isWanted(key))).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  test('lets those of one key in in the order of asking', async () => {
    const byteBudget = createByteBudget(OPTIONS)
    const first = await byteBudget.enter('a', 30, signal)
    // Ten more bytes would fit, if nobody had asked before.
    const order: number[] = []
    const waiting = [30, 30, 2].map(async (bytes, n) => {
      const leave = await byteBudget.enter('a', bytes, signal)
      order.push(n)
      leave?.()
    })
    expect(byteBudget.isWanted('a')).toBe(true)
    first?.()
    await Promise.all(waiting)
    expect(order).toEqual([0, 1, 2])
  })

  test('turns away who waits longer than patience lasts, and at once who would be one too many', async () => {
    const byteBudget = createByteBudget({ ...OPTIONS, patienceMs: 1, waiters: 2 })
    for (const key of ['a', 'b', 'c']) await byteBudget.enter(key, 30, signal)
    const waiting = [byteBudget.enter('a', 30, signal), byteBudget.enter('b', 30, signal)]
    expect(await byteBudget.enter('a', 30, signal)).toBeNull()
    expect(await byteBudget.enter('c', 30, signal)).toBeNull()
    expect(await Promise.all(waiting)).toEqual([null, null])
    expect(byteBudget.isWanted('a')).toBe(false)
  })

  test('is not waited for after an abort, nor lost by it', async () => {
    const byteBudget = createByteBudget(OPTIONS)
    const leave = await byteBudget.enter('a', 30, signal)
    const stopping = new AbortController()
    const waiting = byteBudget.enter('a', 30, stopping.signal)
    stopping.abort(new Error('stopping'))
    await expect(waiting).rejects.toThrow('stopping')
    await expect(byteBudget.enter('a', 2, stopping.signal)).rejects.toThrow('stopping')
    leave?.()
    expect(byteBudget.takenBytes).toBe(0)
  })
})
