import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FaultRule } from '@sluice/emulator/server'
import { Deferral, type SendPayload } from '@sluice/shared/queues'
import { createSendProcessor, type SendDeps } from './processor.ts'
import { createExecution } from './testing/create-execution.ts'
import { openDeps } from './testing/open-deps.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

const OUTAGE_MS = 600_000
/** The longest delay of a deferral, and the spread of what comes back from it. */
const COMEBACK_MS = 62_000

interface Waiting {
  readonly job: SendPayload
  dueMs: number
  starts: number
}

describe('an outage of ten minutes', () => {
  let scene: Scene
  let deps: SendDeps
  let nowMs: number

  beforeAll(async () => {
    scene = await openScene()
    deps = openDeps(scene, { now: () => nowMs })
  })
  afterAll(() => scene.close())

  test.each<[string, readonly FaultRule['action'][]]>([
    ['answers 503', [{ type: 'status', status: 503 }]],
    ['resets every connection', [{ type: 'reset' }]],
    [
      'does now this, now that',
      [
        { type: 'status', status: 502 },
        { type: 'reset' },
        { type: 'status', status: 408 },
        { type: 'status', status: 302 },
      ],
    ],
  ])('in which the API %s loses nothing, doubles nothing and needs nobody', async (name, actions) => {
    const id = `out-${name.replaceAll(' ', '-')}`
    await scene.addDestination({ id, writeKey: `key-of-${id}`, region: 'us-west-2' })
    deps.destinations.forget()
    scene.emulator.reset()
    nowMs = Date.now()
    const startedAt = new Date(nowMs)
    const run = createSendProcessor(deps)
    const jobs = await scene.addSync(
      id,
      Array.from({ length: 8 }, () => 25),
    )
    let waiting = jobs.map((job): Waiting => ({ job, dueMs: nowMs, starts: 0 }))
    let runs = 0
    while (waiting.length > 0) {
      const next = waiting.reduce((first, other) => (other.dueMs < first.dueMs ? other : first))
      nowMs = Math.max(nowMs, next.dueMs)
      const isOut = nowMs < startedAt.getTime() + OUTAGE_MS
      const action = actions[runs % actions.length]
      scene.emulator.setFaults(isOut && action !== undefined ? [{ action }] : [])
      runs += 1
      try {
        await run(await createExecution(scene, next.job, { earlierStarts: next.starts }))
        waiting = waiting.filter((other) => other !== next)
      } catch (error) {
        if (!(error instanceof Deferral)) throw error
        Object.assign(next, { dueMs: nowMs + error.delayMs, starts: next.starts + 1 })
      }
    }

    const [{ sync } = { sync: '' }] = jobs
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 200, dead: 0 })
    expect(scene.emulator.counts()).toMatchObject({ accepted: 200, duplicates: 0 })
    expect(nowMs - startedAt.getTime()).toBeGreaterThanOrEqual(OUTAGE_MS)
    expect(nowMs - startedAt.getTime()).toBeLessThan(OUTAGE_MS + COMEBACK_MS)
  })
})
