import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { startEmulator } from '@sluice/emulator/server'
import { createLifecycle, type Lifecycle } from '@sluice/shared/runtime'
import { listDeadLetters, listDestinations, readSync } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import { senderPart } from './main.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

describe('what a sender waits for', () => {
  let scene: Scene
  let running: Lifecycle[] = []

  beforeAll(async () => {
    scene = await openScene()
  })
  afterEach(async () => {
    for (const lifecycle of running) await lifecycle.stop()
    running = []
    scene.emulator.setFaults([])
    scene.emulator.reset()
  })
  afterAll(() => scene.close())

  const start = async (
    env: Record<string, string> = {},
    endpoints = scene.context.endpoints,
  ): Promise<Lifecycle> => {
    const lifecycle = createLifecycle(scene.context.log)
    running.push(lifecycle)
    scene.context.metrics.clear()
    await senderPart.start({ ...scene.context, env, endpoints }, lifecycle)
    return lifecycle
  }
  const readDestination = async (id: string) => {
    const all = await listDestinations(scene.context.db, scene.context.secrets)
    return all.find((destination) => destination.id === id)
  }
  const waitForState = (id: string, state: string) =>
    waitFor(`destination ${id} to be ${state}`, async () => (await readDestination(id))?.state === state)

  test.each([
    ['unavailable', { type: 'status', status: 503 }, 'HTTP 503'],
    ['held', { type: 'status', status: 429, retryAfter: 2 }, 'HTTP 429'],
  ] as const)(
    'is shown by the destination and the sync while that is %s, and cleared when it goes on',
    async (state, action, reason) => {
      await scene.addDestination({ id: state, writeKey: `key-${state}`, region: 'us-west-2' })
      await scene.addDestination({ id: `${state}-too`, writeKey: `key-${state}`, region: 'us-west-2' })
      const [job] = await scene.addSync(state, [10])
      if (job === undefined) throw new Error('no job')
      await scene.enqueue([job])
      scene.emulator.setFaults([{ action }])
      await start()
      await waitForState(state, state)
      expect(await readDestination(state)).toMatchObject({
        stateReason: reason,
        stateUntil: expect.any(String),
      })
      // Whatever has the same key waits for the same.
      expect(await readDestination(`${state}-too`)).toMatchObject({ state })
      expect((await readSync(scene.context.db, job.sync))?.waiting).toEqual({
        reason: `destination ${state} is ${state} (${reason})`,
        since: expect.any(String),
        until: expect.any(String),
      })
      scene.emulator.setFaults([])
      expect(await scene.waitUntilSettled(job.sync)).toMatchObject({ delivered: 10, waiting: null })
      await waitForState(state, 'ok')
      expect(await readDestination(`${state}-too`)).toMatchObject({ state: 'ok', stateReason: null })
    },
  )

  test('is cleared by another sender when the one that told it has died', async () => {
    await scene.addDestination({ id: 'left', writeKey: 'key-left', region: 'us-west-2' })
    const [job] = await scene.addSync('left', [10])
    if (job === undefined) throw new Error('no job')
    const other = await start()
    const first = await start()
    scene.emulator.setFaults([{ action: { type: 'status', status: 503 } }])
    await scene.enqueue([job])
    await waitForState('left', 'unavailable')
    await first.stop()
    running = [other]
    scene.emulator.setFaults([])
    await scene.waitUntilSettled(job.sync)
    await waitForState('left', 'ok')
  })

  test('is a write key that nobody knows: its events are not swallowed, and go out under the right one', async () => {
    const strict = await startEmulator({ writeKeys: { right: 'us-west-2' } })
    const settings = strict.endpoints['us-west-2']
    const env = { SLUICE_SETTINGS_ENDPOINT_US_WEST_2: settings, SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: settings }
    await scene.addDestination({ id: 'typo', writeKey: 'wrong', region: 'us-west-2' })
    const [job] = await scene.addSync('typo', [100])
    if (job === undefined) throw new Error('no job')
    await scene.enqueue([job])
    await start(env, strict.endpoints)
    await waitForState('typo', 'held')
    expect(await readSync(scene.context.db, job.sync)).toMatchObject({
      delivered: 0,
      dead: 0,
      inFlight: 100,
      waiting: {
        reason: expect.stringContaining('no Segment source that is switched on has this write key'),
      },
    })
    expect(strict.counts()).toMatchObject({ requests: 0, rejected: 0 })
    expect(scene.log.filter((line) => line.includes('write key is not known'))).toHaveLength(1)
    expect(scene.log.join('')).not.toContain('"wrong"')

    await scene.addDestination({ id: 'typo', writeKey: 'right', region: 'us-west-2' })
    expect(await scene.waitUntilSettled(job.sync)).toMatchObject({ delivered: 100, dead: 0, waiting: null })
    expect(strict.counts()).toMatchObject({ accepted: 100, rejected: 0, duplicates: 0 })
    await strict.close()
  })

  test('is not the settings of a source that do not answer: it warns once and goes on', async () => {
    await scene.addDestination({ id: 'silent', writeKey: 'key-silent', region: 'us-west-2' })
    const jobs = await scene.addSync('silent', [10, 10, 10])
    await scene.enqueue(jobs)
    await start({
      SLUICE_SETTINGS_ENDPOINT_US_WEST_2: 'http://127.0.0.1:9/v1',
      SLUICE_SETTINGS_ENDPOINT_EU_WEST_1: 'http://127.0.0.1:9/v1',
    })
    expect(await scene.waitUntilSettled(jobs[0]?.sync ?? '')).toMatchObject({ delivered: 30 })
    const warnings = scene.log.filter((line) => line.includes('write key could not be checked'))
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain('ECONNREFUSED')
  })

  test('is no size: behind a proxy that takes 100 kB 2,000 rows cost few requests, and the next ones fewer', async () => {
    const proxy = await openLimitingProxy(scene.emulator.endpoints['us-west-2'], 100_000)
    await scene.addDestination({ id: 'narrow', writeKey: 'key-narrow', region: 'us-west-2' })
    const note = 'x'.repeat(60)
    const send = async (chunks: number[], addTraits: (n: number) => object): Promise<string> => {
      const jobs = await scene.addSync('narrow', chunks, addTraits)
      await scene.enqueue(jobs)
      return jobs[0]?.sync ?? ''
    }
    const first = await send([1_000, 1_000], () => ({ note }))
    await start({}, { 'us-west-2': proxy.endpoint, 'eu-west-1': proxy.endpoint })
    expect(await scene.waitUntilSettled(first)).toMatchObject({ delivered: 2_000, dead: 0 })
    expect(scene.emulator.counts()).toMatchObject({ accepted: 2_000, duplicates: 0 })
    expect(proxy.statuses.length).toBeLessThan(25)

    const before = proxy.statuses.length
    const second = await send([1_000, 1_000], (n) => ({ note, large: n === 7 ? 'y'.repeat(120_000) : '' }))
    expect(await scene.waitUntilSettled(second)).toMatchObject({ delivered: 1_999, dead: 1 })
    expect(proxy.statuses.length - before).toBeLessThan(16)
    const letters = await listDeadLetters(scene.context.db, scene.context.secrets, {
      sync: second,
      limit: 10,
    })
    expect(letters).toMatchObject([
      { code: 'rejected', recordId: 'record-7', reason: 'the event alone is too large (HTTP 413)' },
    ])
    await proxy.close()
  })
})

/** A proxy before an endpoint that refuses bodies above a size with a page of its own. */
async function openLimitingProxy(endpoint: string, bytes: number) {
  const statuses: number[] = []
  const server: Server = createServer((incoming, response) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const body = Buffer.concat(pieces)
      if (body.length > bytes) {
        statuses.push(413)
        response
          .writeHead(413, { 'content-type': 'text/html' })
          .end('<html>413 Request Entity Too Large</html>')
        return
      }
      const { authorization = '' } = incoming.headers
      const headers = { authorization, 'content-type': 'application/json' }
      request(`${endpoint}/batch`, { method: 'POST', headers }, (answer) => {
        statuses.push(answer.statusCode ?? 0)
        response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' })
        answer.pipe(response)
      }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    statuses,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
