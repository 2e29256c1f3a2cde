import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bisect } from './bisect.ts'

const batchWithGuilty = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.tuple(fc.constant(size), fc.uniqueArray(fc.nat({ max: size - 1 }))))

describe('bisect', () => {
  test('blames exactly the guilty and gets every other item accepted once, in few posts', async () => {
    await fc.assert(
      fc.asyncProperty(batchWithGuilty, async ([size, guiltyItems]) => {
        const guilty = new Set(guiltyItems)
        const accepted: number[] = []
        let posts = 0
        const answers = await bisect(
          Array.from({ length: size }, (_none, index) => index),
          async (items) => {
            posts += 1
            if (items.some((item) => guilty.has(item))) return 'rejected'
            accepted.push(...items)
            return 'accepted'
          },
          (answer) => answer === 'rejected',
        )

        const expected = Array.from({ length: size }, (_none, index) =>
          guilty.has(index) ? 'rejected' : 'accepted',
        )
        expect(answers).toEqual(expected)
        // In order, and each once.
        expect(accepted).toEqual(Array.from({ length: size }, (_n, i) => i).filter((i) => !guilty.has(i)))
        expect(posts).toBeLessThanOrEqual(1 + 2 * guilty.size * Math.ceil(Math.log2(size)))
        expect(posts).toBeLessThanOrEqual(2 * size - 1)
      }),
    )
  })

  test('blames nobody for a batch that is only too large together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 20 }),
        async (size, limit) => {
          const answers = await bisect(
            Array.from({ length: size }, (_none, index) => index),
            async (items) => items.length <= limit,
            (isAccepted) => !isAccepted,
          )
          expect(answers).toEqual(Array.from({ length: size }, () => true))
        },
      ),
    )
  })

  test('posts nothing for no items', async () => {
    const post = async (): Promise<never> => Promise.reject(new Error('posted'))
    expect(await bisect([], post, () => true)).toEqual([])
  })
})
