import { expect, test } from '@jest/globals'
import { waitForAnswer, type AwaitedAnswer } from './wait-for-answer.ts'

const never = (): Promise<never> => new Promise(() => {})

/** Of a Redis that is away: nothing that is asked of it comes to an end. */
const AWAY: AwaitedAnswer = {
  signs: {
    give: never,
    has: never,
    withdraw: never,
    putAnswer: never,
    readAnswer: never,
    removeAnswer: never,
  },
  queue: {} as AwaitedAnswer['queue'],
  id: 'question',
  purpose: 'sources',
  signal: undefined,
  limits: undefined,
  isRedisReady: () => false,
}

test('a Redis that goes away meanwhile is told, and not waited for', async () => {
  await expect(waitForAnswer(AWAY)).rejects.toMatchObject({ code: 'redis_unreachable' })
})

test('whoever goes away waits for nothing, whatever Redis does', async () => {
  const reason = new Error('closed')
  await expect(waitForAnswer({ ...AWAY, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
