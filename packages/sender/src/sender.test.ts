import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { SEND_QUEUE, openQueue } from '@sluice/shared/queues'
import { createLifecycle, type Lifecycle } from '@sluice/shared/runtime'
import { listDeadLetters, listDestinations, readDeadLetter, recordEnabled } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { senderPart } from './main.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

const US = { id: 'us', writeKey: 'us-write-key-5f0c', region: 'us-west-2' } as const
const EU = { id: 'eu', writeKey: 'eu-write-key-91ab', region: 'eu-west-1' } as const

describe('a sender', () => {
  let scene: Scene
  let running: Lifecycle | undefined

  beforeAll(async () => {
    scene = await openScene()
  })
  afterEach(async () => {
    await running?.stop()
    running = undefined
    scene.emulator.setFaults([])
    scene.emulator.reset()
  })
  afterAll(() => scene.close())

  const start = async (): Promise<void> => {
    running = createLifecycle(scene.context.log)
    // Metrics are declared once per process.
    scene.context.metrics.clear()
    await senderPart.start(scene.context, running)
  }
  const send = async (id: string, chunks: readonly number[], addTraits?: (n: number) => object) => {
    const jobs = await scene.addSync(id, chunks, addTraits)
    await scene.enqueue(jobs)
    return jobs[0]?.sync ?? ''
  }
  const listLetters = (sync: string) =>
    listDeadLetters(scene.context.db, scene.context.secrets, { sync, limit: 1_000 })

  test('gathers the events of many jobs into few requests, settles each chunk and hands the sync to the commit', async () => {
    await scene.addDestination(US)
    const sync = await send('us', [30, 30, 30, 30, 30, 30, 30, 30])
    await start()
    expect(await scene.waitUntilSettled(sync)).toMatchObject({
      delivered: 240,
      dead: 0,
      skipped: 0,
      invalid: 0,
    })

    const messageIds = scene.emulator.events().map(({ messageId }) => messageId)
    expect(new Set(messageIds)).toEqual(
      new Set(Array.from({ length: 240 }, (_none, n) => `${sync}-${n + 1}`)),
    )
    expect(messageIds).toHaveLength(240)
    expect(scene.emulator.requests().length).toBeLessThan(8)
    await waitFor('the commit', async () => (await scene.readExtractState(sync)) === 'waiting')
    await waitFor('payloads to be gone', async () => {
      const keys = await scene.context.redis.keys(`${scene.context.queues.prefix}:payload:*`)
      return keys.length === 0
    })
  })

  test('sends to each region under the write key of its destination', async () => {
    await scene.addDestination({ ...US, id: 'us-2' })
    await scene.addDestination({ ...EU, id: 'eu-2' })
    const [us, eu] = [await send('us-2', [20, 20]), await send('eu-2', [15])]
    await start()
    await Promise.all([us, eu].map((sync) => scene.waitUntilSettled(sync)))

    const count = (region: string, writeKey: string, sync: string): number =>
      scene.emulator
        .events()
        .filter(
          (event) =>
            event.region === region && event.writeKey === writeKey && event.messageId.startsWith(sync),
        ).length
    expect(count('us-west-2', US.writeKey, us)).toBe(40)
    expect(count('eu-west-1', EU.writeKey, eu)).toBe(15)
    expect(scene.emulator.events()).toHaveLength(55)
  })

  test('makes dead letters of the guilty events alone, and delivers their neighbours', async () => {
    await scene.addDestination({ ...US, id: 'us-guilty' })
    scene.emulator.setFaults([
      { match: { bodyIncludes: 'cursed-value' }, action: { type: 'status', status: 400 } },
    ])
    const guilty = new Set([3, 40, 41, 77])
    const sync = await send('us-guilty', [50, 50], (n) => (guilty.has(n) ? { note: 'cursed-value' } : {}))
    await start()
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 96, dead: 4 })

    const letters = await listLetters(sync)
    expect(new Set(letters.map(({ recordId }) => recordId))).toEqual(
      new Set([...guilty].map((n) => `record-${n}`)),
    )
    for (const letter of letters) {
      expect(letter).toMatchObject({ stage: 'send', code: 'rejected', op: 'added', mapping: 'to-us-guilty' })
      expect(letter.reason).toBe('the Tracking API rejected the event (HTTP 400)')
    }
    const [first] = letters
    const opened = await readDeadLetter(scene.context.db, scene.context.secrets, first?.id ?? '')
    const event = JSON.parse(opened?.payload ?? '') as { messageId: string; traits: object }
    expect(event.traits).toMatchObject({ note: 'cursed-value' })
    expect(scene.emulator.events()).toHaveLength(96)
    expect(scene.log.join('')).not.toContain('cursed-value')
  })

  test.each([
    [401, 'unauthorized', 'the write key was refused (HTTP 401)'],
    [403, 'unauthorized', 'the write key was refused (HTTP 403)'],
    [404, 'not_found', 'the Tracking API was not found (HTTP 404)'],
  ])('makes dead letters at once after a %i and marks the destination', async (status, code, reason) => {
    const id = `us-${status}`
    await scene.addDestination({ ...US, id })
    scene.emulator.setFaults([{ action: { type: 'status', status } }])
    const sync = await send(id, [5])
    await start()
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 0, dead: 5 })
    const letters = await listLetters(sync)
    expect(letters.map((letter) => letter.code)).toEqual(Array.from({ length: 5 }, () => code))
    const { db, secrets } = scene.context
    const destination = (await listDestinations(db, secrets)).find((known) => known.id === id)
    expect(destination?.lastError).toContain(reason)
    expect(scene.emulator.requests()).toHaveLength(1)
  })

  test('asks nothing of a write key that a 429 holds, and goes on with the others', async () => {
    await scene.addDestination({ ...US, id: 'us-held', writeKey: 'us-write-key-held' })
    await scene.addDestination({ ...EU, id: 'eu-free' })
    scene.emulator.setFaults([
      { match: { region: 'us-west-2' }, action: { type: 'status', status: 429, retryAfter: 120 }, times: 1 },
    ])
    await send('us-held', [10, 10])
    await start()
    await waitFor('the 429', () => scene.log.some((line) => line.includes('write key held')))
    await scene.enqueue(await scene.addSync('eu-free', [10]))
    await waitFor('the other key', () => scene.emulator.counts().accepted === 10)
    const ofHeld = scene.emulator.requests().filter(({ region }) => region === 'us-west-2')
    expect(ofHeld.map(({ status }) => status)).toEqual([429])
  })

  test('delivers everything once the API answers again', async () => {
    await scene.addDestination({ ...US, id: 'us-down' })
    scene.emulator.setFaults([{ action: { type: 'status', status: 503 } }])
    const sync = await send('us-down', [10, 10, 10])
    await start()
    await waitFor('a deferral', () =>
      scene.log.some((line) => line.includes('"HTTP 503"') && line.includes('deferred')),
    )
    scene.emulator.setFaults([])
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 30, dead: 0 })
    expect(scene.emulator.events()).toHaveLength(30)
    expect(await scene.context.queues.redis.zcard(`${scene.context.queues.prefix}:send:failed`)).toBe(0)
  })

  test('posts again under the same messageIds what was accepted without an answer', async () => {
    await scene.addDestination({ ...US, id: 'us-reset' })
    scene.emulator.setFaults([{ action: { type: 'resetAfterAccept' }, times: 1 }])
    const sync = await send('us-reset', [10])
    await start()
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 10, dead: 0 })
    expect(scene.emulator.events()).toHaveLength(10)
    expect(scene.emulator.duplicates()).toHaveLength(10)
  })

  test('keeps the events of a disabled destination until it is enabled', async () => {
    await scene.addDestination({ ...US, id: 'us-off' })
    const sync = await send('us-off', [10])
    await recordEnabled(scene.context.db, 'destination', 'us-off', false)
    await start()
    await waitFor('the wait', () => scene.log.some((line) => line.includes('destination us-off is disabled')))
    expect(scene.emulator.requests()).toHaveLength(0)

    await recordEnabled(scene.context.db, 'destination', 'us-off', true)
    const queue = openQueue(SEND_QUEUE, scene.context.queues)
    const job = await waitFor('the deferred job', async () => (await queue.raw.getDelayed())[0])
    // Not to wait for half a minute here.
    await job.changeDelay(0)
    await queue.close()
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 10 })
  })

  test('goes over to a new write key as soon as the config says so', async () => {
    await scene.addDestination({ ...US, id: 'us-rotated' })
    await start()
    await scene.waitUntilSettled(await send('us-rotated', [1]))
    await scene.addDestination({ ...US, id: 'us-rotated', writeKey: 'us-write-key-new' })
    await waitFor('events under the new key', async () => {
      if (scene.emulator.events().some(({ writeKey }) => writeKey === 'us-write-key-new')) return true
      await scene.context.db.query(
        `update sluice.syncs set status = 'succeeded' where mapping_id = 'to-us-rotated'`,
      )
      await scene.waitUntilSettled(await send('us-rotated', [1]))
      return false
    })
  })

  test('is not held up by a write key whose requests hang, and hands its jobs back when it is stopped', async () => {
    await scene.addDestination({ ...US, id: 'us-hanging', writeKey: 'us-write-key-hanging' })
    await scene.addDestination({ ...EU, id: 'eu-lively' })
    scene.emulator.setFaults([{ match: { region: 'us-west-2' }, action: { type: 'hang' } }])
    // More jobs than a lane has places.
    const hanging = await scene.addSync(
      'us-hanging',
      Array.from({ length: 60 }, () => 1),
    )
    await scene.enqueue(hanging)
    await start()
    const queue = openQueue(SEND_QUEUE, scene.context.queues)
    await waitFor('all of them to be taken', async () => (await queue.raw.getWaitingCount()) === 0)
    expect(await scene.waitUntilSettled(await send('eu-lively', [10, 10]))).toMatchObject({ delivered: 20 })
    expect(scene.emulator.events()).toHaveLength(20)

    await running?.stop()
    const states = await Promise.all(
      hanging.map(async (job) => (await queue.readState(SEND_QUEUE.jobId(job))).state),
    )
    expect(states.every((state) => state === 'waiting' || state === 'delayed')).toBe(true)
    const attempts = await Promise.all(
      hanging.map(async (job) => (await queue.raw.getJob(SEND_QUEUE.jobId(job)))?.attemptsMade),
    )
    expect(new Set(attempts)).toEqual(new Set([0]))
    await queue.raw.obliterate({ force: true })
    await queue.close()
  })

  test('posts nothing of a job that was changed in Redis to another destination, says so, and has it made again', async () => {
    await scene.addDestination({ ...EU, id: 'eu-own' })
    await scene.addDestination({ ...US, id: 'us-else' })
    const [job] = await scene.addSync('eu-own', [5])
    if (job === undefined) throw new Error('no job')
    const jobId = SEND_QUEUE.jobId(job)
    const queue = openQueue(SEND_QUEUE, scene.context.queues)
    await scene.enqueue([job])
    await (await queue.raw.getJob(jobId))?.updateData({ ...job, destination: 'us-else' })
    await start()
    await waitFor('the refusal', async () => (await queue.readState(jobId)).state === 'unknown')
    expect(scene.emulator.requests()).toEqual([])
    const said = scene.log.map((line) => JSON.parse(line) as { msg: string; sync?: string; level: number })
    expect(said.find(({ msg }) => msg.startsWith('job refused'))).toMatchObject({ sync: job.sync, level: 50 })

    expect(await queue.putBack(job)).toBe('added')
    await queue.close()
    expect(await scene.waitUntilSettled(job.sync)).toMatchObject({ delivered: 5 })
    expect(new Set(scene.emulator.events().map(({ region }) => region))).toEqual(new Set(['eu-west-1']))
  })

  test('writes no write key and no row value into log, job, metric or Redis key', async () => {
    await scene.addDestination({ ...US, id: 'us-quiet' })
    await scene.addDestination({ ...EU, id: 'eu-quiet' })
    scene.emulator.setFaults([
      { action: { type: 'status', status: 429, retryAfter: 1 }, times: 1 },
      { action: { type: 'status', status: 503 }, times: 3 },
      { action: { type: 'reset' }, times: 1 },
      { match: { bodyIncludes: 'value-of-row-7"' }, action: { type: 'status', status: 400 } },
    ])
    const addTraits = (n: number): object => ({ secret: `value-of-row-${n}` })
    const syncs = [await send('us-quiet', [10, 10], addTraits), await send('eu-quiet', [10], addTraits)]
    await start()
    for (const sync of syncs) await scene.waitUntilSettled(sync)

    const { redis, queues, metrics } = scene.context
    const keys = await redis.keys(`${queues.prefix}:*`)
    const jobs = await Promise.all(
      keys.filter((key) => key.includes(':send:send-')).map((key) => redis.hgetall(key).catch(() => ({}))),
    )
    expect(jobs.length).toBeGreaterThan(0)
    const told = [scene.log.join(''), await metrics.metrics(), keys.join(), JSON.stringify(jobs)].join('\n')
    for (const secret of [US.writeKey, EU.writeKey, 'value-of-row']) expect(told).not.toContain(secret)
    expect(told).not.toContain(Buffer.from(`${US.writeKey}:`).toString('base64'))
    expect(told).toContain('sluice_sender_requests_total{region="us-west-2",outcome="delivered"}')
  })
})
