import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SendPayload } from '@sluice/shared/queues'
import { cancelSync, settleChunk } from '@sluice/shared/store'
import { createFakeClock } from '@sluice/shared/testing'
import { openScene, type Scene } from '../testing/open-scene.ts'
import { createFence } from './create-fence.ts'
import { PERMIT_LIFE_MS, type Claim } from './fence.ts'

describe('the fence', () => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene()
    for (const id of ['one', 'two']) {
      await scene.addDestination({ id, writeKey: id, region: 'us-west-2' })
    }
  })
  afterAll(() => scene.close())

  const claim = async ({ sync, chunk }: SendPayload, job: SendPayload): Promise<Claim> => ({
    sync,
    chunk,
    lease: await scene.lease(job),
  })

  test('lets through, of many chunks, those that are open, of a sync that delivers, and of a job that is still its own', async () => {
    const { db, secrets, redis } = scene.context
    const [open, settled, lost, ending] = await scene.addSync('one', [1, 1, 1, 1])
    const [canceled] = await scene.addSync('two', [1])
    if (!open || !settled || !lost || !ending || !canceled) throw new Error('no jobs')
    const claims = {
      open: await claim(open, open),
      settled: await claim(settled, settled),
      lost: await claim(lost, lost),
      ending: await claim(ending, ending),
      canceled: await claim(canceled, canceled),
      unknown: await claim({ ...open, chunk: 99 }, open),
    }
    // It locked the job of the open chunk once more.
    claims.open = await claim(open, open)
    const outcome = { skipped: 0, invalid: 0, delivered: 1, dead: 0 }
    await settleChunk(db, secrets, { sync: settled.sync, chunk: 2, outcome, letters: [], skippedSeqs: [] })
    await scene.lease(lost)
    await redis.pexpire((await scene.lease(ending)).key, PERMIT_LIFE_MS - 1)
    await cancelSync(db, canceled.sync)

    const permit = await createFence(db).ask(new Set(Object.values(claims)))
    const allowed = Object.entries(claims).filter(([, asked]) => permit.allows(asked))
    expect(allowed.map(([name]) => name)).toEqual(['open'])
  })

  test('counts the age of an answer from before the question', async () => {
    const clock = createFakeClock(0)
    const startTime = () => {
      const startedAt = clock.now()
      return () => clock.now() - startedAt
    }
    const { db } = scene.context
    const slow: Pick<typeof db, 'query'> = {
      async query(...statement) {
        clock.advance(PERMIT_LIFE_MS - 1)
        return db.query(...statement)
      },
    }
    const permit = await createFence(slow, startTime).ask(new Set())
    expect(permit.isFresh()).toBe(true)
    clock.advance(1)
    expect(permit.isFresh()).toBe(false)
  })
})
