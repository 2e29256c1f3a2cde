import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { FaultRule } from '@sluice/emulator/server'
import { createLifecycle, type Lifecycle } from '@sluice/shared/runtime'
import { waitFor } from '@sluice/shared/testing'
import { BYTE_BUDGET_OPTIONS } from './limits.ts'
import { senderPart } from './main.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

interface LogLine {
  readonly msg: string
  readonly sync?: string
  readonly syncs?: readonly string[]
  readonly outcome?: string
}

/** As many small jobs as find room at once beside another key: more would wait, and be put off on a slow machine. */
const JOBS_AT_ONCE = 25

// What can be said without a clock; how long it takes is measured by benchmarks/isolation.
describe('a write key that fails', () => {
  let scene: Scene
  let running: Lifecycle | undefined
  let logged = 0

  beforeAll(async () => {
    scene = await openScene()
  })
  afterEach(async () => {
    await running?.stop()
    running = undefined
    logged = scene.log.length
    scene.emulator.setFaults([])
    scene.emulator.reset()
    await scene.clear()
  })
  afterAll(() => scene.close())

  const start = async (): Promise<void> => {
    running = createLifecycle(scene.context.log)
    scene.context.metrics.clear()
    await senderPart.start(scene.context, running)
  }
  /** Destinations of a key each, with so many jobs for each of them in the queue. */
  const enqueue = async (name: string, keys: number, jobs: number, events: number): Promise<string[]> => {
    const syncs: string[] = []
    for (let key = 0; key < keys; key += 1) {
      const id = `${name}-${key}`
      await scene.addDestination({ id, writeKey: `key-of-${id}`, region: 'us-west-2' })
      const staged = await scene.addSync(
        id,
        Array.from({ length: jobs }, () => events),
      )
      await scene.enqueue(staged)
      syncs.push(staged[0]?.sync ?? '')
    }
    return syncs
  }
  const readLog = (message: string) =>
    scene.log
      .slice(logged)
      .map((line) => JSON.parse(line) as LogLine)
      .filter(({ msg }) => msg === message)

  test('takes no more of the memory than its share, however large its jobs', async () => {
    scene.emulator.setFaults([{ action: { type: 'hang' } }])
    await scene.addDestination({ id: 'large', writeKey: 'key-of-large', region: 'us-west-2' })
    const text = 'x'.repeat(1_000)
    const chunks = Array.from({ length: 60 }, () => 110)
    const jobs = await scene.addSync('large', chunks, () => ({ text }))
    await scene.enqueue(jobs)
    await start()
    const readBytes = async (): Promise<number> => {
      const metric = await scene.context.metrics.getSingleMetric('sluice_sender_payload_bytes')?.get()
      return metric?.values[0]?.value ?? 0
    }
    const sync = jobs[0]?.sync
    await waitFor('some to be turned away', () => readLog('job deferred').some((line) => line.sync === sync))
    const bytes = await readBytes()
    expect(bytes).toBeGreaterThan(BYTE_BUDGET_OPTIONS.bytes / 12)
    expect(bytes).toBeLessThanOrEqual(BYTE_BUDGET_OPTIONS.bytes / 9)
  })

  test.each<[string, FaultRule['action']]>([
    ['answers 429', { type: 'status', status: 429, retryAfter: 300 }],
    ['answers 503', { type: 'status', status: 503 }],
    ['hangs', { type: 'hang' }],
  ])(
    'and %s holds up no other: all of it is delivered while nothing of the first is, at the first try, in as few requests',
    async (what, action) => {
      const id = what.replaceAll(/\W+/g, '-')
      const troubled = `key-of-troubled-${id}-0`
      scene.emulator.setFaults([{ match: { writeKey: troubled }, action }])
      await enqueue(`troubled-${id}`, 1, 40, 20)
      const [sound = ''] = await enqueue(`sound-${id}`, 1, JOBS_AT_ONCE, 20)
      await start()
      expect(await scene.waitUntilSettled(sound)).toMatchObject({ delivered: JOBS_AT_ONCE * 20, dead: 0 })

      expect(scene.emulator.events().filter(({ writeKey }) => writeKey === troubled)).toEqual([])
      const posted = readLog('batch posted').filter(({ syncs }) => syncs?.includes(sound))
      expect(posted.every(({ outcome }) => outcome === 'delivered')).toBe(true)
      // A job each is what it would take without any batching.
      expect(posted.length).toBeLessThan(JOBS_AT_ONCE)
      expect(readLog('job deferred').filter(({ sync }) => sync === sound)).toEqual([])
    },
  )

  test('that waits for its budget holds up no other', async () => {
    scene.emulator.setFaults([])
    await scene.addDestination({
      id: 'slow',
      writeKey: 'key-of-slow',
      region: 'us-west-2',
      eventsPerSecond: 5,
    })
    const chunks = Array.from({ length: 40 }, () => 20)
    await scene.enqueue(await scene.addSync('slow', chunks))
    const [sound = ''] = await enqueue('beside-slow', 1, JOBS_AT_ONCE, 20)
    await start()
    expect(await scene.waitUntilSettled(sound)).toMatchObject({ delivered: JOBS_AT_ONCE * 20, dead: 0 })
    const ofSlow = scene.emulator.requests().filter(({ writeKey }) => writeKey === 'key-of-slow')
    expect(ofSlow.reduce((sum, { events }) => sum + events, 0)).toBeLessThan(800)
    expect(ofSlow.every(({ events }) => events <= 5)).toBe(true)
    expect(readLog('job deferred').filter(({ sync }) => sync === sound)).toEqual([])
  })

  test('leaves room for another even when twenty hang at once', async () => {
    const troubled = Array.from({ length: 20 }, (_none, key) => `key-of-hanging-${key}`)
    scene.emulator.setFaults([{ match: { writeKey: troubled }, action: { type: 'hang' } }])
    await enqueue('hanging', troubled.length, 30, 1)
    const [sound = ''] = await enqueue('sound', 1, 30, 20)
    await start()
    expect(await scene.waitUntilSettled(sound)).toMatchObject({ delivered: 600, dead: 0 })
    // None of the others' requests has even been given up by then.
    expect(readLog('batch posted').filter(({ outcome }) => outcome === 'unavailable')).toEqual([])
  })
})
