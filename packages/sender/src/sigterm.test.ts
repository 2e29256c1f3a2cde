import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SEND_QUEUE, openQueue } from '@sluice/shared/queues'
import { createLifecycle } from '@sluice/shared/runtime'
import { createScript, waitFor } from '@sluice/shared/testing'
import { senderPart } from './main.ts'
import { openScene, type Scene } from './testing/open-scene.ts'

describe('a sender that gets SIGTERM in the middle of its work', () => {
  let scene: Scene
  let sender: ChildProcess | undefined

  beforeAll(async () => {
    scene = await openScene()
  })
  afterAll(async () => {
    sender?.kill('SIGKILL')
    await scene.close()
  })

  test('hands back what it has not posted, waits for what it has, and another goes on without doubling anything', async () => {
    await scene.addDestination({
      id: 'busy',
      writeKey: 'key-of-busy',
      region: 'us-west-2',
      // So that there is much that waits.
      eventsPerSecond: 100,
    })
    scene.emulator.setFaults([{ action: { type: 'delay', delayMs: 300 } }])
    const jobs = await scene.addSync(
      'busy',
      Array.from({ length: 20 }, () => 50),
    )
    await scene.enqueue(jobs)
    const started = startSender(scene.env)
    sender = started
    await waitFor('the second batch to be on its way', () => scene.emulator.counts().accepted >= 100)
    started.kill('SIGTERM')
    expect(await new Promise((resolve) => started.once('exit', resolve))).toBe(0)

    const queue = openQueue(SEND_QUEUE, scene.context.queues)
    expect(await queue.raw.getActiveCount()).toBe(0)
    const unfinished = await queue.raw.getJobs(['waiting', 'delayed'])
    expect(unfinished.length).toBeGreaterThan(0)
    expect(unfinished.map(({ attemptsMade }) => attemptsMade).filter((made) => made > 0)).toEqual([])
    await queue.close()
    expect(scene.emulator.counts().accepted).toBeLessThan(1_000)

    await scene.context.db.query('update sluice.destinations set events_per_second = null')
    scene.emulator.setFaults([])
    const other = createLifecycle(scene.context.log)
    await senderPart.start(scene.context, other)
    const [{ sync } = { sync: '' }] = jobs
    expect(await scene.waitUntilSettled(sync)).toMatchObject({ delivered: 1_000, dead: 0 })
    await other.stop()
    expect(scene.emulator.counts()).toMatchObject({ accepted: 1_000, duplicates: 0 })
  })
})

function startSender(env: Readonly<Record<string, string>>): ChildProcess {
  const { execPath, execArgv, script } = createScript(new URL('./bin.ts', import.meta.url))
  return spawn(execPath, [...execArgv, script], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'ignore',
  })
}
