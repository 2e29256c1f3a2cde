import { expect, test } from '@jest/globals'
import { SluiceError } from '../errors/index.ts'
import { createReadiness } from './create-readiness.ts'

const late = () => new SluiceError('redis_unreachable', 'late')

test('a server that hangs is told as missing, and is not asked again before it has answered', async () => {
  let asked = 0
  let answer: () => void = () => {}
  const changes: string[] = []
  const check = (): Promise<void> => {
    asked += 1
    return new Promise((resolve) => (answer = resolve))
  }
  const isReady = createReadiness([{ check, late }], ({ code }) => changes.push(code), 5)
  for (let times = 0; times < 3; times += 1)
    await expect(isReady()).rejects.toMatchObject({ code: 'redis_unreachable' })
  expect(asked).toBe(1)
  expect(changes).toEqual(['redis_unreachable'])
  answer()
  const again = isReady()
  answer()
  await again
})

test('every check is asked at once, and the first that fails is told', async () => {
  const fail = (code: 'database_unreachable' | 'redis_evicts') => ({
    check: () => Promise.reject(new SluiceError(code, 'gone')),
    late,
  })
  const fine = { check: async () => {}, late }
  const changes: string[] = []
  const note = ({ code }: SluiceError) => changes.push(code)
  const isReady = createReadiness([fine, fail('redis_evicts'), fail('database_unreachable')], note)
  await expect(isReady()).rejects.toMatchObject({ code: 'redis_evicts' })
  await expect(isReady()).rejects.toMatchObject({ code: 'redis_evicts' })
  expect(changes).toEqual(['redis_evicts'])
  await createReadiness([fine, fine], note)()
})
