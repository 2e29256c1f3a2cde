import { describe, expect, test } from '@jest/globals'
import { DistinctCount } from './distinct-count.ts'

function countAll(texts: Iterable<string>): DistinctCount {
  const count = new DistinctCount()
  for (const text of texts) count.add(text)
  return count
}

function* listTexts(from: number, to: number): Generator<string> {
  for (let number = from; number < to; number += 1) yield `user-${number}`
}

describe('a count of distinct texts', () => {
  test('is exact up to 8,192 of them, however often each comes', () => {
    const count = countAll(listTexts(0, 8_192))
    for (const text of listTexts(0, 8_192)) count.add(text)
    expect(count.read()).toBe(8_192)
    expect(new DistinctCount().read()).toBe(0)
  })

  test('is within 2 % at every size up to 5,000,000, and takes 64 KB', () => {
    const count = new DistinctCount()
    let seen = 0
    let worst = 0
    for (const text of listTexts(0, 5_000_000)) {
      count.add(text)
      seen += 1
      if (seen % 125_000 === 0 || (seen & (seen - 1)) === 0)
        worst = Math.max(worst, Math.abs(count.read() / seen - 1))
    }
    expect(worst).toBeLessThan(0.02)
    expect(count.toBytes().length).toBeLessThanOrEqual(65_537)
  })

  test.each([
    [100, 50],
    [5_000, 9_000],
    [20_000, 10],
    [30_000, 60_000],
  ])('of %i and of %i, in part the same, is one count when merged, whichever comes first', (one, other) => {
    const [left, right] = [countAll(listTexts(0, one)), countAll(listTexts(one - 10, one - 10 + other))]
    const [merged, turned] = [left.copy(), right.copy()]
    merged.merge(right)
    turned.merge(left)
    expect(merged.read()).toBe(countAll(listTexts(0, one - 10 + other)).read())
    expect(turned.read()).toBe(merged.read())
    expect([left.read(), right.read()]).toEqual([
      countAll(listTexts(0, one)).read(),
      countAll(listTexts(one - 10, one - 10 + other)).read(),
    ])
  })

  test.each([0, 1, 8_192, 8_193, 100_000])('of %i is the same again from its bytes', (size) => {
    const count = countAll(listTexts(0, size))
    const again = DistinctCount.fromBytes(Buffer.from(count.toBytes()))
    expect(again.read()).toBe(count.read())
    expect(again.toBytes()).toEqual(count.toBytes())
  })

  test.each([[[]], [[3]], [[1, 0]], [[2, 0, 0]]])('is not read from bytes that are none: %j', (bytes) => {
    expect(() => DistinctCount.fromBytes(Uint8Array.from(bytes))).toThrow(TypeError)
  })
})
