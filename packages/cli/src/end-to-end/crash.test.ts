import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { removePrefix, waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const ROWS = 30_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    max_deleted_percent: 100
    fields:
      user_id: { "@path": "$.properties.person_id" }
      traits: { note: { "@path": "$.properties.note" } }
`

// A killed worker's jobs come back when their lock has run out; Redis looks for such jobs every 30 s.
const RECOVERY_LIMIT_MS = 240_000

describe('in the middle of a sync', () => {
  let pipeline: Pipeline

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text primary key, note text)')
    const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
    if (code !== 0) throw new Error(stderr)
  })
  afterAll(async () => {
    await pipeline.close()
  })

  /** A sync of a fresh set of rows that has delivered some of them and not all. */
  const startHalfway = async (mark: string): Promise<SyncDocument> => {
    pipeline.emulator.reset()
    await pipeline.warehouse(`delete from people`)
    await pipeline.warehouse(`insert into people select $1 || n, 'fine' from generate_series(1, ${ROWS}) n`, [
      mark,
    ])
    await pipeline.startWorkers()
    // Some get through, the rest waits for an answer that does not come.
    pipeline.emulator.setFaults([
      { match: { bodyIncludes: `${mark}20` }, action: { type: 'hangAfterAccept' } },
    ])
    const { stdout } = await pipeline.sluice(['sync', 'people-identify', '--json'])
    await waitFor('a part to arrive', () => pipeline.emulator.counts().accepted > 0)
    return JSON.parse(stdout) as SyncDocument
  }

  const readSync = async (id: string): Promise<SyncDocument> => {
    const { stdout } = await pipeline.sluice(['syncs', 'people-identify', '--json'])
    const sync = (JSON.parse(stdout) as SyncDocument[]).find((known) => known.id === id)
    if (sync === undefined) throw new Error(`no sync ${id}`)
    return sync
  }

  const finish = async (sync: SyncDocument): Promise<SyncDocument> => {
    pipeline.emulator.setFaults([])
    return waitFor(
      'the sync to end',
      async () => {
        const [row] = await pipeline.control<{ status: string }>(
          'select status from sluice.syncs where id = $1',
          [sync.id],
        )
        return row?.status === 'delivering' || row?.status === 'staging' || row?.status === 'committing'
          ? false
          : readSync(sync.id)
      },
      RECOVERY_LIMIT_MS,
    )
  }

  /** Every row arrived under one messageId; what came twice came under the same one, and the Tracking API knew it. */
  const expectAllArrivedOnce = (mark: string): void => {
    const events = pipeline.emulator.events()
    expect(new Set(events.map(({ payload }) => payload['userId']))).toEqual(
      new Set(Array.from({ length: ROWS }, (_, index) => `${mark}${index + 1}`)),
    )
    expect(events).toHaveLength(ROWS)
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(ROWS)
  }

  test(
    'killing every worker and emptying Redis loses nothing and doubles nothing',
    async () => {
      const sync = await startHalfway('f')
      pipeline.killWorkers()
      const redis = await connectRedis(pipeline.redisUrl)
      await removePrefix(redis, pipeline.prefix)
      await redis.quit()
      pipeline.emulator.setFaults([])
      await pipeline.startWorkers()

      expect(await finish(sync)).toMatchObject({
        status: 'succeeded',
        extracted: ROWS,
        delivered: ROWS,
        skipped: 0,
        inFlight: 0,
      })
      expectAllArrivedOnce('f')
    },
    RECOVERY_LIMIT_MS,
  )

  test(
    'killing every worker loses nothing and doubles nothing',
    async () => {
      pipeline.killWorkers()
      const sync = await startHalfway('k')
      pipeline.killWorkers()
      pipeline.emulator.setFaults([])
      await pipeline.startWorkers()

      // The rows of the test before were deleted: known to the sync, and sent to nobody.
      expect(await finish(sync)).toMatchObject({
        status: 'succeeded',
        delivered: ROWS,
        skipped: ROWS,
        inFlight: 0,
      })
      expectAllArrivedOnce('k')
    },
    RECOVERY_LIMIT_MS,
  )
})
