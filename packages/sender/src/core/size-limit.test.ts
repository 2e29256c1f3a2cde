import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { NO_SIZE_LIMIT, lowerSizeLimit, raiseSizeLimit, type SizeLimit } from './size-limit.ts'

/** Posts requests as large as the limit lets them be, at a proxy that takes so many bytes. */
function learn(takes: number, posts: number): { readonly limit: SizeLimit; readonly refusals: number } {
  let limit = NO_SIZE_LIMIT
  let refusals = 0
  for (let post = 0; post < posts; post += 1) {
    const isRefused = limit.bytes > takes
    if (isRefused) refusals += 1
    limit = isRefused ? lowerSizeLimit(limit, limit.bytes) : raiseSizeLimit(limit, limit.bytes)
  }
  return { limit, refusals }
}

describe('the size of a request', () => {
  test('stays what it is while nothing is refused', () => {
    expect(learn(1_000_000, 100)).toEqual({ limit: NO_SIZE_LIMIT, refusals: 0 })
  })

  test.each([100_000, 1_000, 5_000, 262_144, 400_000, 474_999])(
    'comes close to what a proxy of %i bytes takes, with few refusals, and stays there',
    (takes) => {
      const { limit, refusals } = learn(takes, 30)
      expect(limit.bytes).toBeLessThanOrEqual(takes)
      expect(limit.bytes).toBeGreaterThan(takes * 0.6)
      expect(refusals).toBeLessThan(14)
      expect(learn(takes, 60)).toEqual({ limit, refusals })
    },
  )

  test('never exceeds what was refused last, and is never nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 100, max: 475_000 })), { maxLength: 50 }),
        (answers) => {
          let limit = NO_SIZE_LIMIT
          for (const [isRefused, bytes] of answers) {
            limit = isRefused ? lowerSizeLimit(limit, bytes) : raiseSizeLimit(limit, bytes)
            expect(limit.bytes).toBeGreaterThan(0)
            expect(limit.bytes).toBeLessThan(limit.refused ?? Infinity)
          }
        },
      ),
    )
  })
})
