import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { SluiceError } from '../errors/index.ts'
import { createQueuePrefix, readTestServers, removePrefix, waitFor } from '../testing/index.ts'
import {
  Deferral,
  LONGEST_DEFERRAL_MS,
  LeaseLost,
  connectRedis,
  openQueue,
  readStoreTime,
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
    refused: (queueName) => outcomes.push(`refused by ${queueName}`),
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
  /** Until when the job was put off the last time. */
  const readLastDelay = async (n: number): Promise<number | null> => {
    const events = await redis.xrevrange(`${prefix}:work:events`, '+', '-')
    const delayed = events
      .map(([, fields]) => fields)
      .find((fields) => fields[1] === 'delayed' && fields.includes(QUEUE.jobId({ n })))
    return delayed === undefined ? null : Number(delayed.at(-1))
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
    ['a deferral', () => new Deferral(1, 'not yet')],
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

  test('puts a job off by the clock of the store when its own is two hours behind', async () => {
    const n = Math.random()
    const readClock = Date.now
    Date.now = () => readClock() - 7_200_000
    try {
      start(async ({ earlierStarts }) => {
        if (earlierStarts === 0) throw new Deferral(300_000, 'not yet')
      })
      await queue.add({ n })
      const untilMs = await waitFor('the delay', () => readLastDelay(n))
      const nowMs = await readStoreTime(redis)
      expect(untilMs - nowMs).toBeLessThanOrEqual(300_000)
      expect(untilMs - nowMs).toBeGreaterThan(0)
    } finally {
      Date.now = readClock
    }
  })

  test('waits itself when its clock is two hours ahead, and hands the job back when it is stopped', async () => {
    const n = Math.random()
    const starts: number[] = []
    const readClock = Date.now
    Date.now = () => readClock() + 7_200_000
    try {
      const worker = start(async ({ payload, earlierStarts }) => {
        if (payload.n !== n) return
        expect(earlierStarts).toBe(starts.length)
        starts.push(await readStoreTime(redis))
        throw new Deferral(starts.length === 1 ? 1_500 : 300_000, 'not yet')
      })
      await queue.add({ n })
      await waitFor('the second deferral', () => outcomes.filter((end) => end === 'deferred').length === 2)
      await worker.stop(0)
    } finally {
      Date.now = readClock
    }
    const [first = 0, second = 0] = starts
    expect(second - first).toBeGreaterThanOrEqual(1_490)
    expect(await readState(n)).toBe('waiting')
    await queue.raw.remove(QUEUE.jobId({ n }))
  })

  test('puts no job off for longer than anything may take', async () => {
    const n = Math.random()
    start(async () => {
      throw new Deferral(7_200_000, 'not yet')
    })
    await queue.add({ n })
    const untilMs = await waitFor('the delay', () => readLastDelay(n))
    expect(untilMs - (await readStoreTime(redis))).toBeLessThanOrEqual(LONGEST_DEFERRAL_MS)
  })

  test('lets go at once what was put off for longer, by whatever clock', async () => {
    const [soon, late] = [Math.random(), Math.random()]
    await queue.raw.add('work', { n: soon }, { jobId: QUEUE.jobId({ n: soon }), delay: 300_000 })
    await queue.raw.add('work', { n: late }, { jobId: QUEUE.jobId({ n: late }), delay: 7_200_000 })
    expect(await queue.bringForward()).toBe(1)
    expect([await readState(soon), await readState(late)]).toEqual(['delayed', 'waiting'])
    expect(await queue.bringForward()).toBe(0)
    await queue.raw.remove(QUEUE.jobId({ n: soon }))
    await queue.raw.remove(QUEUE.jobId({ n: late }))
  })

  test('knows its job for its own until another worker has locked it, and leaves it alone then', async () => {
    const left: number[] = []
    start(async ({ lease }) => {
      left.push(await lease.readLeftMs())
      await redis.set(lease.key, 'another worker', 'PX', 60_000)
      left.push(await lease.readLeftMs())
      throw new LeaseLost()
    })
    await queue.add({ n: 60 })
    await waitFor('the end', () => outcomes.length === 1)
    expect(left[0]).toBeGreaterThan(0)
    expect(left[1]).toBe(0)
    expect(outcomes).toEqual(['left'])
    expect(await readState(60)).toBe('active')
    await redis.unlink(`${prefix}:work:work-60:lock`, `${prefix}:work:work-60`, `${prefix}:work:active`)
  })

  test('does nothing with a job that was changed into another, and drops it, so that it can be made again', async () => {
    await queue.add({ n: 70 })
    await redis.hset(`${prefix}:work:work-70`, 'data', JSON.stringify({ n: 71 }))
    const done: number[] = []
    start(async ({ payload }) => void done.push(payload.n))
    await waitFor('the refusal', async () => (await readState(70)) === 'unknown')
    expect(outcomes).toEqual(['refused by work'])
    expect(done).toEqual([])
    expect(await queue.putBack({ n: 70 })).toBe('added')
    await waitFor('the job that was made again', () => done.length === 1)
    expect(done).toEqual([70])
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
  await expect(connectRedis('redis://:hidden@127.0.0.1:1', { readyTimeoutMs: 3_000 })).rejects.toThrow(
    /^redis 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\): is it running, and is REDIS_URL right\?$/,
  )
})

test('a server that refuses the password is told apart from one that is away, without the password', async () => {
  const url = new URL(readTestServers(process.env).redisUrl)
  const place = url.host
  url.username = 'nobody'
  url.password = 'hidden'
  await expect(connectRedis(url.href, { readyTimeoutMs: 30_000 })).rejects.toThrow(
    `redis ${place} refuses the user or the password (WRONGPASS): check REDIS_URL`,
  )
})
