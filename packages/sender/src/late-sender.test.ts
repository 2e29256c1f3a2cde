import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { FaultRule } from '@sluice/emulator/server'
import { SEND_QUEUE, type SendPayload } from '@sluice/shared/queues'
import { cancelSync, isChunkOpen, recordFinalized } from '@sluice/shared/store'
import { createFakeClock } from '@sluice/shared/testing'
import { createSendProcessor, type SendDeps } from './processor.ts'
import { createExecution } from './testing/create-execution.ts'
import { createGate } from './testing/create-gate.ts'
import { openDeps } from './testing/open-deps.ts'
import { openScene, type Scene } from './testing/open-scene.ts'
import { shiftClock } from './testing/shift-clock.ts'

const STOP_MS = 600_000
/** More than a run has awaits of dependencies. */
const STOPS_LIMIT = 200

type Meanwhile = (scene: Scene, deps: SendDeps, job: SendPayload) => Promise<void>

const isCanceled: Meanwhile = async ({ context }, _deps, { sync }) => {
  await cancelSync(context.db, sync)
  await recordFinalized(context.db, sync)
}
const isSettled: Meanwhile = (scene, deps, job) => run(scene, deps, job)
const isBegun: Meanwhile = async () => {}

const AWAY: FaultRule = { action: { type: 'status', status: 503 }, times: 1 }
const PICKY: FaultRule = { match: { bodyIncludes: '"bad"' }, action: { type: 'status', status: 400 } }

async function run(scene: Scene, deps: SendDeps, job: SendPayload): Promise<void> {
  await createSendProcessor(deps)(await createExecution(scene, job))
}

describe('a sender that was stopped at any await, and goes on when its job has gone to others', () => {
  let scene: Scene
  let others: SendDeps

  beforeAll(async () => {
    scene = await openScene()
    others = openDeps(scene)
  })
  afterEach(() => {
    scene.emulator.setFaults([])
    scene.emulator.reset()
  })
  afterAll(() => scene.close())

  test.each<[string, readonly FaultRule[], Meanwhile]>([
    ['its sync was canceled', [], isCanceled],
    ['another has settled its chunk', [], isSettled],
    ['another has begun with its job', [], isBegun],
    ['its sync was canceled, and the API was away for a moment', [AWAY], isCanceled],
    ['another has settled its chunk, and the API refuses an event', [PICKY], isSettled],
  ])('posts nothing over what is newer, and changes nothing: %s', async (name, faults, meanwhile) => {
    const id = `late-${name}`.replaceAll(/\W+/g, '-')
    await scene.addDestination({ id, writeKey: `key-of-${id}`, region: 'us-west-2' })
    others.destinations.forget()
    let stops = 0
    for (; stops < STOPS_LIMIT; stops += 1) {
      if (!(await stopOnce(id, stops, faults, meanwhile))) break
    }
    // The budget, a hold, the question whether it is wanted, the request, its pieces,
    // the settlement, and what lies between.
    expect(stops).toBeGreaterThan(25)
    expect(stops).toBeLessThan(STOPS_LIMIT)
  })

  /** False when the job was done before it came to the stop. */
  const stopOnce = async (
    id: string,
    stopAt: number,
    faults: readonly FaultRule[],
    meanwhile: Meanwhile,
  ): Promise<boolean> => {
    const clock = createFakeClock(0)
    const gate = createGate(stopAt)
    const startTime = () => {
      const startedAt = clock.now()
      return () => clock.now() - startedAt
    }
    const context = { ...scene.context, db: shiftClock(scene.context.db, () => clock.now()) }
    const late = openDeps(
      { ...scene, context },
      { now: () => clock.now(), startTime, wrap: (dep) => gate.wrap(dep) },
    )
    const [job] = await scene.addSync(id, [4], (n) => ({ fate: n === 2 ? 'bad' : 'good' }))
    if (job === undefined) throw new Error('no job')
    scene.emulator.reset()
    scene.emulator.setFaults(faults)

    const lease = gate.wrap(await scene.lease(job))
    const running = createSendProcessor(late)(await createExecution(scene, job, { lease })).then(
      () => 'done' as const,
      () => 'done' as const,
    )
    if ((await Promise.race([running, gate.reached.then(() => 'stopped' as const)])) === 'done') return false

    // Its lock has run out, as any lock does while its worker stands still; whoever takes the job locks it anew.
    clock.advance(STOP_MS)
    scene.emulator.setFaults([])
    await scene.lease(job)
    await meanwhile(scene, others, job)
    const isOpen = await isChunkOpen(scene.context.db, job.sync, job.chunk)
    const [next = job] = isOpen ? [] : await scene.addSync(id, [4], () => ({ fate: 'new' }))
    if (next !== job) await run(scene, others, next)
    const before = await observe(job)

    gate.open()
    await running
    expect({ stopAt, ...(await observe(job)) }).toEqual({ stopAt, ...before })
    if (next === job) await run(scene, others, job)
    else expect(listFates()).toEqual(Array.from({ length: 4 }, () => 'new'))
    expect(await scene.waitUntilSettled(next.sync)).toMatchObject({ inFlight: 0, delivered: 4 })
    return true
  }

  /** What a late sender shall leave alone. */
  const observe = async ({ sync, chunk }: SendPayload) => ({
    requests: scene.emulator.requests().length,
    isOpen: await isChunkOpen(scene.context.db, sync, chunk),
    progress: await scene.context.payloads.readBytes(`${SEND_QUEUE.jobId({ sync, chunk })}-progress`),
  })
  /** The content that each user has in the end. */
  const listFates = (): readonly unknown[] => {
    const last = new Map(scene.emulator.events().map(({ payload }) => [payload['userId'], payload['traits']]))
    return [...last.values()].map((traits) => (traits as { readonly fate: unknown }).fate)
  }
})
