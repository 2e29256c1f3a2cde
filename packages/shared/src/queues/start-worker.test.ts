import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { SluiceError } from '../errors/index.ts'
import { createQueuePrefix, readTestServers, removePrefix, waitFor } from '../testing/index.ts'
import {
  Deferral,
  connectRedis,
  openQueue,
  startWorker,
  type JobExecution,
  type QueueDefinition,
  type RedisConnection,
  type RunningWorker,
  type TypedQueue,
  type WorkerObserver,
} from './index.ts'

interface Work {
  readonly n: number
}

const QUEUE: QueueDefinition<Work> = {
  name: 'work',
  payload: z.object({ n: z.number() }),
  jobId: ({ n }) => `work-${n}`,
  options: { attempts: 3, backoff: { type: 'fixed', delay: 1 }, stackTraceLimit: 3 },
}

describe('a worker', () => {
  let redis: RedisConnection
  let prefix: string
  let queue: TypedQueue<Work>
  const workers: RunningWorker[] = []
  const outcomes: string[] = []
  const observer: WorkerObserver = {
    started: () => (outcome) => outcomes.push(outcome),
    deferred: () => {},
    failed: () => {},
    stalled: () => {},
    lost: (queue) => outcomes.push(`lost from ${queue}`),
  }

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
    prefix = createQueuePrefix()
    queue = openQueue(QUEUE, { redis, prefix, onError: () => {} })
  })
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.stop(0)
    outcomes.length = 0
  })
  afterAll(async () => {
    await queue.close()
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  const start = (process: (execution: JobExecution<Work>) => Promise<void>): RunningWorker => {
    const worker = startWorker(QUEUE, { redis, prefix, onError: () => {}, concurrency: 4, process, observer })
    workers.push(worker)
    return worker
  }
  const readState = async (n: number): Promise<string> => (await queue.readState(QUEUE.jobId({ n }))).state

  test('does each job once, however often it is added under its id', async () => {
    const done: number[] = []
    start(async ({ payload }) => void done.push(payload.n))
    for (const n of [1, 2, 1, 2]) await queue.add({ n })
    await waitFor(
      'both jobs',
      async () => (await readState(2)) === 'completed' && (await readState(1)) === 'completed',
    )
    expect(new Set(done)).toEqual(new Set([1, 2]))
    expect(done).toHaveLength(2)
  })

  test.each([
    ['a deferral', () => new Deferral(Date.now() + 1, 'not yet')],
    ['a transient error', () => new SluiceError('database_unreachable', 'gone for a moment')],
  ])('waits on %s without costing an attempt', async (_what, createError) => {
    const n = Math.random()
    const starts: [number, boolean][] = []
    start(async ({ earlierStarts, isLastAttempt }) => {
      starts.push([earlierStarts, isLastAttempt])
      if (starts.length <= 2) throw createError()
    })
    await queue.add({ n })
    await waitFor('the job', async () => (await readState(n)) === 'completed')
    expect(starts).toEqual([
      [0, false],
      [1, false],
      [2, false],
    ])
    expect(outcomes).toEqual(['deferred', 'deferred', 'completed'])
  })

  test('gives an unexpected error its attempts, tells the last, and keeps no message that might quote a row', async () => {
    const last: boolean[] = []
    start(async ({ isLastAttempt }) => {
      last.push(isLastAttempt)
      throw new TypeError('cannot read ada@example.com')
    })
    await queue.add({ n: 10 })
    const { failedReason } = await waitFor('the failure', async () => {
      const standing = await queue.readState(QUEUE.jobId({ n: 10 }))
      return standing.state === 'failed' && standing
    })
    expect(last).toEqual([false, false, true])
    expect(failedReason).toBe('unexpected TypeError: see the log')
    const kept = JSON.stringify((await queue.raw.getJob('work-10'))?.asJSON())
    expect(kept).not.toContain('ada@example.com')
  })

  test('hands a job back to the others when it is stopped in the middle of it', async () => {
    let isStarted = false
    const worker = start(async ({ signal }) => {
      isStarted = true
      await new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stop'))),
      )
    })
    await queue.add({ n: 20 })
    await waitFor('the start', () => isStarted)
    await worker.stop(0)
    expect(await readState(20)).toBe('waiting')
    const done: number[] = []
    start(async ({ payload }) => void done.push(payload.n))
    await waitFor('the other worker', () => done.length === 1)
  })

  test('puts back what has ended, and leaves alone what is on its way', async () => {
    await queue.add({ n: 30 })
    expect(await queue.putBack({ n: 30 })).toBe('on its way')
    let runs = 0
    start(async () => void (runs += 1))
    await waitFor('the first run', async () => (await readState(30)) === 'completed')
    expect(await queue.putBack({ n: 30 })).toBe('added')
    await waitFor('the second run', () => runs === 2)
  })

  test('drops a job whose data is gone or of another shape, so that it can be made again', async () => {
    await queue.add({ n: 40 })
    await redis.unlink(`${prefix}:work:work-40`)
    await queue.raw.add('work', { n: 'one' }, { jobId: 'work-41' })
    const done: number[] = []
    start(async ({ payload }) => void done.push(payload.n))
    await waitFor(
      'both to be dropped',
      async () =>
        outcomes.length === 2 && (await readState(40)) === 'unknown' && (await readState(41)) === 'unknown',
    )
    expect(outcomes).toEqual(['lost from work', 'lost from work'])
    expect(await queue.putBack({ n: 40 })).toBe('added')
    await waitFor('the job that was made again', () => done.length > 0)
    expect(done).toEqual([40])
  })

  test('makes again a job of which only the data is left, or only its place', async () => {
    await queue.add({ n: 50 })
    await queue.add({ n: 51 })
    await redis.unlink(`${prefix}:work:wait`)
    expect(await readState(50)).toBe('unknown')
    expect(await queue.putBack({ n: 50 })).toBe('added')
    const done: number[] = []
    start(async ({ payload }) => void done.push(payload.n))
    await waitFor('the job', () => done.length > 0)
    expect(done).toEqual([50])
  })
})

test('an unreachable Redis is named without its password', async () => {
  await expect(connectRedis('redis://:hidden@127.0.0.1:1', { readyTimeoutMs: 300 })).rejects.toThrow(
    /^redis 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\): is it running, and is REDIS_URL right\?$/,
  )
})
