import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { type Bucket, takeToken } from './take-token.ts'

describe('takeToken', () => {
  test('one second of requests pass at once, the next one waits for its token', () => {
    let bucket: Bucket | undefined
    const waits = Array.from({ length: 4 }, () => {
      const taken = takeToken(bucket, 0, 3)
      bucket = taken.bucket
      return taken.waitMs
    })
    expect(waits).toEqual([0, 0, 0, expect.closeTo(333.33, 1)])
  })

  test('a rate below one a second holds one token', () => {
    const first = takeToken(undefined, 0, 0.1)
    expect(first.waitMs).toBe(0)
    expect(takeToken(first.bucket, 0, 0.1).waitMs).toBe(10_000)
    expect(takeToken(first.bucket, 10_000, 0.1).waitMs).toBe(0)
  })

  test('in any span no more pass than the bucket holds and the span fills', () => {
    const steps = fc.array(fc.nat(500), { maxLength: 200 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 50 }), (gapsMs, perSecond) => {
        let bucket: Bucket | undefined
        let nowMs = 0
        let passed = 0
        for (const gapMs of gapsMs) {
          nowMs += gapMs
          const taken = takeToken(bucket, nowMs, perSecond)
          bucket = taken.bucket
          if (taken.waitMs === 0) passed++
        }
        expect(passed).toBeLessThanOrEqual(perSecond + (nowMs * perSecond) / 1000 + 1e-6)
      }),
    )
  })

  test('who waits as long as told gets a token', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (tokens, perSecond) => {
          const { waitMs, bucket } = takeToken({ tokens, atMs: 0 }, 0, perSecond)
          expect(takeToken(bucket, Math.ceil(waitMs), perSecond).waitMs).toBeLessThan(1e-6)
        },
      ),
    )
  })
})
