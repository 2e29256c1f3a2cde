import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Deferral, Refusal, SEND_QUEUE, type JobExecution, type SendPayload } from '@sluice/shared/queues'
import { failSync, listDeadLetters, readSync, settleChunk } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { DELIVERY_DEADLINE_MS } from './limits.ts'
import { createSendProcessor, type SendDeps } from './processor.ts'
import { createExecution } from './testing/create-execution.ts'
import { openDeps } from './testing/open-deps.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

describe('the processor of a send job', () => {
  let scene: Scene
  let deps: SendDeps
  const committed: string[] = []
  let destinations = 0

  beforeAll(async () => {
    scene = await openScene()
    deps = openDeps(scene, { onCommit: (sync) => committed.push(sync) })
  })
  afterEach(() => {
    scene.emulator.setFaults([])
    scene.emulator.reset()
    committed.length = 0
  })
  afterAll(() => scene.close())

  /** A sync of one chunk for a write key of its own. */
  const stage = async (
    events: number,
    addTraits?: (n: number) => object,
    said?: Partial<SendPayload>,
  ): Promise<SendPayload> => {
    const id = `destination-${(destinations += 1)}`
    await scene.addDestination({ id, writeKey: `key-${id}`, region: 'us-west-2' })
    deps.destinations.forget()
    const [job] = await scene.addSync(id, [events], addTraits, said)
    if (job === undefined) throw new Error('no job')
    return job
  }
  const run = async (
    job: SendPayload,
    { deps: others = deps, ...given }: Partial<JobExecution<SendPayload>> & { deps?: SendDeps } = {},
  ): Promise<void> => createSendProcessor(others)(await createExecution(scene, job, given))
  /** As if it had been cut a deadline ago. */
  const ageChunk = ({ sync, chunk }: SendPayload) =>
    scene.context.db.query(
      `update sluice.chunks set enqueued_at = now() - make_interval(secs => $3) where sync_id = $1 and chunk = $2`,
      [sync, chunk, DELIVERY_DEADLINE_MS / 1_000],
    )
  const readCounts = async ({ sync }: SendPayload) => {
    const record = await readSync(scene.context.db, sync)
    return { delivered: record?.delivered, dead: record?.dead, inFlight: record?.inFlight }
  }
  const listLetters = ({ sync }: SendPayload) =>
    listDeadLetters(scene.context.db, scene.context.secrets, { sync, limit: 100 })
  const hasPayload = async (job: SendPayload): Promise<boolean> =>
    (await scene.context.payloads.readBytes(SEND_QUEUE.jobId(job))) > 0

  test('adds what ended before sending to the outcome of the chunk', async () => {
    const job = await stage(3, undefined, { invalid: 2 })
    await run(job)
    const record = await readSync(scene.context.db, job.sync)
    expect(record).toMatchObject({ delivered: 3, invalid: 2, dead: 0 })
    expect(committed).toEqual([job.sync])
  })

  test('settles once when a job is run twice at a time', async () => {
    const job = await stage(10, (n) => ({ fate: n === 4 ? 'bad' : 'good' }))
    scene.emulator.setFaults([{ match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 413 } }])
    const lease = await scene.lease(job)
    await Promise.all([run(job, { lease }), run(job, { lease })])
    expect(await readCounts(job)).toEqual({ delivered: 9, dead: 1, inFlight: 0 })
    expect(await listLetters(job)).toHaveLength(1)
    expect(scene.emulator.events()).toHaveLength(9)
  })

  test('posts again, under the same messageIds, what a crash left posted and not settled', async () => {
    const job = await stage(10, (n) => ({ fate: n === 4 ? 'bad' : 'good' }))
    scene.emulator.setFaults([{ match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 400 } }])
    const killed = (): Promise<never> => Promise.reject(new Error('killed'))
    const crashing = {
      ...deps,
      db: { ...deps.db, transaction: killed },
      payloads: { ...deps.payloads, put: killed },
    }
    await expect(run(job, { deps: crashing })).rejects.toThrow('killed')
    expect(await readCounts(job)).toEqual({ delivered: 0, dead: 0, inFlight: 10 })
    expect(await listLetters(job)).toEqual([])
    expect(await hasPayload(job)).toBe(true)

    await run(job)
    expect(await readCounts(job)).toEqual({ delivered: 9, dead: 1, inFlight: 0 })
    expect(scene.emulator.events()).toHaveLength(9)
    expect(scene.emulator.duplicates()).toHaveLength(9)
    expect(await hasPayload(job)).toBe(false)
  })

  test('posts nothing again when only the settlement failed', async () => {
    const job = await stage(3)
    const query: SendDeps['db']['query'] = (text, values) =>
      text.includes("set status = 'settled'")
        ? Promise.reject(new Error('away'))
        : deps.db.query(text, values)
    const away = { ...deps, db: { ...deps.db, query } }
    await expect(run(job, { deps: away })).rejects.toThrow('away')
    await run(job)
    expect(await readCounts(job)).toEqual({ delivered: 3, dead: 0, inFlight: 0 })
    expect(scene.emulator.duplicates()).toEqual([])
  })

  test('keeps no dead letter of a chunk that it was not the one to settle', async () => {
    const job = await stage(2)
    scene.emulator.setFaults([{ action: { type: 'status', status: 401 } }])
    const { db } = scene.context
    const overtaken: SendDeps['db'] = {
      ...db,
      transaction: async (work) => {
        await settleChunk(db, deps.secrets, {
          sync: job.sync,
          chunk: job.chunk,
          outcome: { skipped: 0, invalid: 0, delivered: 2, dead: 0 },
          letters: [],
          skippedSeqs: [],
        })
        return db.transaction(work)
      },
    }
    await run(job, { deps: { ...deps, db: overtaken } })
    expect(await listLetters(job)).toEqual([])
  })

  test('ends quietly, and posts nothing, when the chunk is settled already', async () => {
    const job = await stage(3)
    await run(job)
    scene.emulator.reset()
    await run(job)
    expect(scene.emulator.requests()).toEqual([])
    expect(await readCounts(job)).toEqual({ delivered: 3, dead: 0, inFlight: 0 })
  })

  test('ends quietly, and removes the payload, when the sync has ended', async () => {
    const job = await stage(3)
    await failSync(scene.context.db, job.sync, 'query_failed', 'gone')
    await run(job)
    expect(scene.emulator.requests()).toEqual([])
    expect(await hasPayload(job)).toBe(false)
  })

  test('ends quietly when the payload is gone, and leaves the chunk open for the sweep', async () => {
    const job = await stage(3)
    await scene.context.payloads.remove(SEND_QUEUE.jobId(job))
    await run(job)
    expect(await readCounts(job)).toEqual({ delivered: 0, dead: 0, inFlight: 3 })
    expect(scene.emulator.requests()).toEqual([])
  })

  test('is deferred while the API is unavailable, after a few requests', async () => {
    const job = await stage(3)
    scene.emulator.setFaults([{ action: { type: 'status', status: 502 } }])
    await expect(run(job)).rejects.toThrow(new Deferral(0, 'HTTP 502'))
    expect(scene.emulator.requests()).toHaveLength(3)
    expect(await readCounts(job)).toEqual({ delivered: 0, dead: 0, inFlight: 3 })
  })

  test('is deferred until a hold is over, and asks nothing meanwhile', async () => {
    const job = await stage(3)
    scene.emulator.setFaults([{ action: { type: 'status', status: 429, retryAfter: 120 } }])
    const deferral = await run(job).catch((error: unknown) => error)
    expect(deferral).toBeInstanceOf(Deferral)
    expect((deferral as Deferral).delayMs).toBeGreaterThanOrEqual(119_000)
    // Held, it does not even take a place among the jobs of its write key.
    const closed = { enter: () => Promise.reject(new Error('entered')) }
    await expect(run(job, { deps: { ...deps, batcher: closed } })).rejects.toThrow(Deferral)
    expect(scene.emulator.requests()).toHaveLength(1)
  })

  test('remembers what was decided before it was deferred, and sends the rest alone', async () => {
    const job = await stage(8, (n) => ({
      fate: ['good', 'bad', 'good', 'good', 'late', 'late', 'bad', 'good'][n - 1],
    }))
    scene.emulator.setFaults([
      { match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 400 } },
      { match: { bodyIncludes: '"late"' }, action: { type: 'status', status: 503 } },
    ])
    await expect(run(job)).rejects.toThrow(Deferral)
    const before = scene.emulator.events().map(({ messageId }) => messageId)
    expect(before.length).toBeGreaterThan(0)
    expect(await listLetters(job)).toEqual([])

    scene.emulator.setFaults([{ match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 400 } }])
    await run(job)
    expect(await readCounts(job)).toEqual({ delivered: 6, dead: 2, inFlight: 0 })
    expect(new Set((await listLetters(job)).map(({ recordId }) => recordId))).toEqual(
      new Set(['record-2', 'record-7']),
    )
    expect(scene.emulator.events()).toHaveLength(6)
    expect(scene.emulator.duplicates()).toEqual([])
    const keys = await scene.context.redis.keys(`${scene.context.queues.prefix}:payload:*${job.sync}*`)
    expect(keys).toEqual([])
  })

  test('makes dead letters of what is still undecided after its deadline, and of nothing else', async () => {
    const job = await stage(4, (n) => ({ fate: n === 1 ? 'bad' : n === 2 ? 'good' : 'late' }))
    scene.emulator.setFaults([
      { match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 400 } },
      { match: { bodyIncludes: '"late"' }, action: { type: 'status', status: 503 } },
    ])
    await ageChunk(job)
    await run(job)
    expect(await readCounts(job)).toEqual({ delivered: 1, dead: 3, inFlight: 0 })
    const letters = await listLetters(job)
    expect(letters.map(({ recordId, code }) => `${recordId} ${code}`).toSorted()).toEqual([
      'record-1 rejected',
      'record-3 unavailable',
      'record-4 unavailable',
    ])
    expect(letters.find(({ code }) => code === 'unavailable')?.reason).toBe(
      'not delivered within 1d (HTTP 503)',
    )
  })

  test('waits for a destination that is not in the config, and gives up after its deadline', async () => {
    const job = await stage(2, undefined, { destination: 'nowhere' })
    await expect(run(job)).rejects.toThrow('destination nowhere is not in the config')
    await ageChunk(job)
    await run(job)
    expect((await listLetters(job)).map(({ reason }) => reason)).toEqual(
      Array.from({ length: 2 }, () => 'not delivered within 1d (destination nowhere is not in the config)'),
    )
    expect(scene.emulator.requests()).toEqual([])
  })

  test.each([
    ['two hours ahead', 7_200_000],
    ['two days ahead', 172_800_000],
    ['two hours behind', -7_200_000],
  ])(
    'stamps requests and gives up by the clock of the store, when its own is %s',
    async (_what, wrongByMs) => {
      const job = await stage(3, (n) => ({ fate: n === 1 ? 'late' : 'good' }))
      scene.emulator.setFaults([
        { match: { bodyIncludes: '"late"' }, action: { type: 'status', status: 503 }, times: 3 },
      ])
      const readClock = Date.now
      Date.now = () => readClock() + wrongByMs
      try {
        await expect(run(job)).rejects.toThrow(Deferral)
        await run(job)
      } finally {
        Date.now = readClock
      }
      expect(await readCounts(job)).toEqual({ delivered: 3, dead: 0, inFlight: 0 })
      for (const { payload } of scene.emulator.events()) {
        expect(Math.abs(Date.parse(String(payload['sentAt'])) - Date.now())).toBeLessThan(60_000)
      }
    },
  )

  test('refuses a job that was changed in Redis to another destination, and posts nothing', async () => {
    const job = await stage(3)
    const elsewhere = await stage(1)
    await expect(run({ ...job, destination: elsewhere.destination })).rejects.toThrow(Refusal)
    expect(scene.emulator.requests()).toEqual([])
    expect(await readCounts(job)).toEqual({ delivered: 0, dead: 0, inFlight: 3 })
  })

  test('gives up waiting when the worker has to stop, and leaves everything as it was', async () => {
    const job = await stage(2)
    scene.emulator.setFaults([{ action: { type: 'hang' } }])
    const stopping = new AbortController()
    const running = run(job, { signal: stopping.signal })
    await waitFor('the request', () => scene.emulator.requests().length === 1)
    stopping.abort(new Error('shutdown'))
    await expect(running).rejects.toThrow('the sender stops')
    expect(await readCounts(job)).toEqual({ delivered: 0, dead: 0, inFlight: 2 })
    expect(await hasPayload(job)).toBe(true)
  })
})
