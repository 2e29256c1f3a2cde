import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createLifecycle, type Lifecycle } from '@sluice/shared/runtime'
import { listDeadLetters } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { senderPart } from './main.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

describe('delivery', () => {
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
    scene.context.metrics.clear()
    await senderPart.start(scene.context, running)
  }

  test('finds 20 poisonous events among 10,000 in fewer than 400 requests, and sends nothing twice', async () => {
    await scene.addDestination({ id: 'poisoned', writeKey: 'key-of-poisoned', region: 'us-west-2' })
    const poisonous = new Set(Array.from({ length: 20 }, (_none, n) => 1 + ((n * 7_919 + 13) % 10_000)))
    expect(poisonous.size).toBe(20)
    scene.emulator.setFaults([
      { match: { bodyIncludes: '"poison"' }, action: { type: 'status', status: 400 } },
    ])
    const chunks = Array.from({ length: 10 }, () => 1_000)
    const jobs = await scene.addSync('poisoned', chunks, (n) =>
      poisonous.has(n) ? { note: 'poison' } : { note: 'x'.repeat(100) },
    )
    await scene.enqueue(jobs)
    await start()
    const [{ sync } = { sync: '' }] = jobs
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 9_980, dead: 20 })

    const letters = await listDeadLetters(scene.context.db, scene.context.secrets, { sync, limit: 100 })
    expect(new Set(letters.map(({ recordId }) => recordId))).toEqual(
      new Set([...poisonous].map((n) => `record-${n}`)),
    )
    expect(scene.emulator.counts()).toMatchObject({ accepted: 9_980, duplicates: 0 })
    expect(scene.emulator.counts().requests).toBeLessThan(400)
  })

  test('gathers the events of two destinations with one key, and never those of two keys', async () => {
    const shared = { writeKey: 'key-of-two', region: 'us-west-2' } as const
    await scene.addDestination({ id: 'one', ...shared })
    await scene.addDestination({ id: 'other', ...shared })
    await scene.addDestination({ id: 'apart', writeKey: 'key-of-one', region: 'us-west-2' })
    // While the first request is not answered, and others are on their way, the rest gathers.
    scene.emulator.setFaults([{ action: { type: 'delay', delayMs: 1_000 } }])
    const jobs = []
    for (const id of ['one', 'other', 'apart'])
      jobs.push(
        ...(await scene.addSync(
          id,
          Array.from({ length: 8 }, () => 5),
        )),
      )
    await scene.enqueue(jobs)
    await start()
    const syncs = [...new Set(jobs.map(({ sync }) => sync))]
    for (const sync of syncs) await scene.waitUntilSettled(sync)

    const posted = scene.log
      .map((line) => JSON.parse(line) as { msg: string; syncs?: string[]; target?: string })
      .filter(({ msg }) => msg === 'batch posted')
    const [one = '', other = '', apart = ''] = syncs
    expect(posted.some((line) => line.syncs?.includes(one) && line.syncs.includes(other))).toBe(true)
    expect(
      posted.filter((line) => line.syncs?.includes(apart)).every((line) => line.syncs?.length === 1),
    ).toBe(true)
  })

  test('sends no more in a request than in a second, where config says how much', async () => {
    await scene.addDestination({
      id: 'slow',
      writeKey: 'key-of-slow',
      region: 'us-west-2',
      eventsPerSecond: 20,
    })
    const [job] = await scene.addSync('slow', [45])
    if (job === undefined) throw new Error('no job')
    await scene.enqueue([job])
    await start()
    expect(await scene.waitUntilSettled(job.sync)).toMatchObject({ delivered: 45, dead: 0 })
    const sizes = scene.emulator.requests().map(({ events }) => events)
    expect(sizes.toSorted((a, b) => b - a)).toEqual([20, 20, 5])
    const waited = await scene.context.metrics
      .getSingleMetric('sluice_sender_budget_wait_seconds_total')
      ?.get()
    // Two windows of a second had to pass.
    expect(waited?.values[0]?.value).toBeGreaterThan(0)
  })

  test.each([
    ['a gateway', 403, '<html><title>403 Forbidden</title></html>', 'HTTP 403 with a page for browsers'],
    ['a firewall', 400, '<html>Request blocked</html>', 'HTTP 400 with a page for browsers'],
    [
      'another API',
      401,
      '{"message":"Unauthorized"}',
      "HTTP 401 with a mistake that is not the Tracking API's",
    ],
    ['a sign-in page', 200, '<html>Sign in</html>', 'HTTP 200 with a page for browsers'],
    ['a sinkhole', 200, '', 'HTTP 200 without a body'],
    ['a 200 that says no', 200, undefined, 'HTTP 200 with a refusal in its body'],
  ])(
    'neither delivers nor kills what %s has answered to, and goes on when that is gone',
    async (who, status, body, reason) => {
      const id = who.replaceAll(' ', '-')
      await scene.addDestination({ id, writeKey: `key-of-${id}`, region: 'us-west-2' })
      const [job] = await scene.addSync(id, [400])
      if (job === undefined) throw new Error('no job')
      await scene.enqueue([job])
      scene.emulator.setFaults([
        { action: { type: 'status', status, ...(body === undefined ? {} : { body }) } },
      ])
      await start()
      const words = `"reason":${JSON.stringify(reason)}`
      await waitFor('the job to be put aside', () =>
        scene.log.some((line) => line.includes(words) && line.includes('tracking api unavailable')),
      )
      // Nobody was blamed: three attempts, and none of them halved.
      expect(scene.emulator.requests().map(({ events }) => events)).toEqual(expect.arrayContaining([400]))
      expect(new Set(scene.emulator.requests().map(({ events }) => events))).toEqual(new Set([400]))
      scene.emulator.setFaults([])
      expect(await scene.waitUntilSettled(job.sync)).toMatchObject({ delivered: 400, dead: 0 })
      expect(scene.emulator.counts()).toMatchObject({ accepted: 400, duplicates: 0 })
    },
  )
})
