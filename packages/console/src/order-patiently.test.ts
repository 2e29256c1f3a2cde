import { expect, test } from '@jest/globals'
import type { TypedQueue } from '@sluice/shared/queues'
import { orderPatiently } from './order-patiently.ts'

const HOUR_MS = 3_600_000

function createQueue(add: () => Promise<void>): TypedQueue<string> {
  return { add } as unknown as TypedQueue<string>
}

test('an order to a Redis that does not answer is given up, since the sweep finds it', async () => {
  await orderPatiently(
    createQueue(() => new Promise(() => {})),
    10,
    () => {},
  ).add('run')
})

test('an order that is taken is not waited for any longer, and one that fails is told', async () => {
  const taken: string[] = []
  const told: unknown[] = []
  const queue = createQueue(async () => void taken.push('run'))
  await orderPatiently(queue, HOUR_MS, () => {}).add('run')
  expect(taken).toEqual(['run'])
  const refused = createQueue(() => Promise.reject(new Error('READONLY')))
  await orderPatiently(refused, HOUR_MS, (error) => void told.push(error)).add('run')
  expect(told).toEqual([new Error('READONLY')])
})
