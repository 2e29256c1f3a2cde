import { expect, test } from '@jest/globals'
import { createMutex } from './mutex.ts'
import { createSlots } from './slots.ts'

/** Work that says when it begins, and ends when it is told to. */
function createWork(name: string, log: string[]) {
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const work = async (): Promise<string> => {
    log.push(name)
    await ended
    return name
  }
  return { work, end }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('no more work is done at a time than there are places, in the order of asking', async () => {
  const takeSlot = createSlots(2)
  const log: string[] = []
  const works = ['a', 'b', 'c', 'd'].map((name) => createWork(name, log))
  const done = works.map(({ work }) => takeSlot(work))
  await settle()
  expect(log).toEqual(['a', 'b'])
  works[1]?.end()
  await settle()
  expect(log).toEqual(['a', 'b', 'c'])
  for (const { end } of works) end()
  expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd'])
})

test('who fails leaves its place, and who is aborted while it waits never takes one', async () => {
  const takeSlot = createSlots(1)
  const log: string[] = []
  const first = createWork('first', log)
  const abort = new AbortController()
  const reason = new Error('canceled')
  const running = takeSlot(first.work)
  const canceled = takeSlot(() => Promise.resolve(log.push('canceled')), abort.signal)
  const failing = takeSlot(() => Promise.reject(new Error('failed')))
  abort.abort(reason)
  await expect(canceled).rejects.toBe(reason)
  first.end()
  await running
  await expect(failing).rejects.toThrow('failed')
  expect(await takeSlot(() => Promise.resolve('last'))).toBe('last')
  await expect(takeSlot(() => Promise.resolve(), AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(log).toEqual(['first'])
})

test('work of one key waits for its turn, also behind one that has given up; other keys do not', async () => {
  const takeTurn = createMutex()
  const log: string[] = []
  const first = createWork('first', log)
  const abort = new AbortController()
  const running = takeTurn('a', first.work)
  const canceled = takeTurn('a', () => Promise.resolve(log.push('canceled')), abort.signal)
  const third = takeTurn('a', () => Promise.resolve(log.push('third')))
  await takeTurn('b', () => Promise.resolve(log.push('other')))
  abort.abort(new Error('canceled'))
  await expect(canceled).rejects.toThrow('canceled')
  await settle()
  expect(log).toEqual(['first', 'other'])
  first.end()
  await Promise.all([running, third])
  expect(log).toEqual(['first', 'other', 'third'])
})
