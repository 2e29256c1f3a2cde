import { expect, test } from '@jest/globals'
import { createCachedRead } from './cached-read.ts'

const LIMITS = { maxAgeMs: 5_000, patienceMs: 1_000 }

test('one read serves all who ask within its age, and no longer', async () => {
  let reads = 0
  let now = 0
  const ask = createCachedRead(
    async () => ++reads,
    LIMITS,
    () => now,
  )
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1])
  now = 4_999
  expect(await ask()).toBe(1)
  now = 5_000
  expect(await ask()).toBe(2)
})

test('a read that fails is null, and is done again when its age has passed', async () => {
  let reads = 0
  let now = 0
  const ask = createCachedRead(
    async () => {
      reads += 1
      if (reads === 1) throw new Error('away')
      return reads
    },
    LIMITS,
    () => now,
  )
  expect(await ask()).toBeNull()
  expect(await ask()).toBeNull()
  now = 5_000
  expect(await ask()).toBe(2)
})

test('a read that hangs keeps nobody waiting, is not begun a second time, and counts once it has ended', async () => {
  let reads = 0
  let end = (_value: string): void => {}
  const ask = createCachedRead(
    () => {
      reads += 1
      return new Promise<string>((resolve) => (end = resolve))
    },
    { ...LIMITS, patienceMs: 1 },
    () => 0,
  )
  expect(await ask()).toBeNull()
  expect(await ask()).toBeNull()
  expect(reads).toBe(1)
  end('here')
  expect(await ask()).toBe('here')
})

test('while a read takes long, what was read before is told for as long as it may be kept', async () => {
  let reads = 0
  let now = 0
  const ask = createCachedRead(
    () => {
      reads += 1
      return reads === 1 ? Promise.resolve('before') : new Promise<string>(() => {})
    },
    { maxAgeMs: 5_000, patienceMs: 1, keepMs: 60_000 },
    () => now,
  )
  expect(await ask()).toBe('before')
  now = 59_999
  expect(await ask()).toBe('before')
  now = 60_000
  expect(await ask()).toBeNull()
})
