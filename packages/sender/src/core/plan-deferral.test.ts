import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DEFERRAL_BASE_MS, DEFERRAL_LIMIT_MS, planDeferral } from './plan-deferral.ts'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const nowMs = 1_000_000

describe('planDeferral', () => {
  test('never comes back before the end of a hold, and not long after it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 400_000 }),
        fc.nat(),
        random,
        (aheadMs, starts, chance) => {
          const notBeforeMs = nowMs + aheadMs
          const delayMs = planDeferral({ nowMs, notBeforeMs, earlierStarts: starts, random: chance })
          const leastMs = Math.max(aheadMs, 0)
          expect(delayMs).toBeGreaterThanOrEqual(leastMs + 500)
          expect(delayMs).toBeLessThan(leastMs + 2_001)
        },
      ),
    )
  })

  test('grows with the starts up to a limit, by chance between the half and the whole', () => {
    fc.assert(
      fc.property(fc.nat(), random, (earlierStarts, chance) => {
        const delayMs = planDeferral({ nowMs, notBeforeMs: null, earlierStarts, random: chance })
        const wholeMs = Math.min(DEFERRAL_BASE_MS * 2 ** earlierStarts, DEFERRAL_LIMIT_MS)
        expect(delayMs).toBeGreaterThanOrEqual(wholeMs / 2)
        expect(delayMs).toBeLessThanOrEqual(wholeMs)
      }),
    )
  })
})
