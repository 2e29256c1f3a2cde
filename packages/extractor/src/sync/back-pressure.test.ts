import { expect, test } from '@jest/globals'
import { Deferral } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { createBackPressure } from './back-pressure.ts'
import { OPEN_CHUNKS_PER_SYNC_LIMIT, READY_JOBS_LIMIT } from '../limits.ts'

const open = (world: { openChunks: number; ready: number; used: number }, patienceMs?: number) =>
  createBackPressure(
    {
      db: { query: async () => ({ rows: [{ open: world.openChunks }] }) as never },
      redis: { info: async () => `# Memory\r\nused_memory:${world.used}\r\nmaxmemory:100\r\n` } as never,
      downstream: [{ countReady: async () => world.ready }],
    },
    patienceMs,
  )

const ROOM = { openChunks: OPEN_CHUNKS_PER_SYNC_LIMIT - 1, ready: READY_JOBS_LIMIT - 1, used: 69 }

test('a chunk goes on its way while there is room', async () => {
  await expect(open(ROOM).waitForRoom('s', new AbortController().signal)).resolves.toBeUndefined()
})

test.each([
  ["the sync's own open chunks", { openChunks: OPEN_CHUNKS_PER_SYNC_LIMIT }],
  ['the jobs that are ready', { ready: READY_JOBS_LIMIT }],
  ["Redis' memory", { used: 70 }],
])('a chunk waits for %s to become fewer', async (_what, crowd) => {
  const world = { ...ROOM, ...crowd }
  let isThrough = false
  const waiting = open(world)
    .waitForRoom('s', new AbortController().signal)
    .then(() => (isThrough = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(isThrough).toBe(false)
  Object.assign(world, ROOM)
  await waitFor('room', () => isThrough)
  await waiting
})

test('one look is enough for as many chunks as it found room for, and for no more', async () => {
  const world = { ...ROOM, ready: 0, openChunks: OPEN_CHUNKS_PER_SYNC_LIMIT - 2 }
  const pressure = open(world, 0)
  const ask = () => pressure.waitForRoom('s', new AbortController().signal)
  await ask()
  world.openChunks = OPEN_CHUNKS_PER_SYNC_LIMIT
  await ask()
  await expect(ask()).rejects.toBeInstanceOf(Deferral)
})

test('a sync that finds no room for long leaves its place to another, and comes back', async () => {
  const waiting = open({ ...ROOM, openChunks: OPEN_CHUNKS_PER_SYNC_LIMIT }, 0).waitForRoom(
    's',
    new AbortController().signal,
  )
  await expect(waiting).rejects.toBeInstanceOf(Deferral)
})

test.each([
  [{ openChunks: OPEN_CHUNKS_PER_SYNC_LIMIT }, '64 of its chunks are still under way'],
  [{ ready: READY_JOBS_LIMIT }, 'mappers or senders have enough to do'],
  [{ used: 99 }, 'Redis has too little memory left for more'],
])('a sync that finds no room says what is in the way: %j', async (crowd, reason) => {
  const waiting = open({ ...ROOM, ...crowd }, 0).waitForRoom('s', new AbortController().signal)
  await expect(waiting).rejects.toThrow(reason)
})

test('whoever waits is told when the worker stops', async () => {
  const stop = new AbortController()
  const waiting = open({ ...ROOM, used: 99 }).waitForRoom('s', stop.signal)
  stop.abort(new Error('stopping'))
  await expect(waiting).rejects.toThrow('stopping')
})
