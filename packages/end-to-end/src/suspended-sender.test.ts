import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const ROWS = 2_000

// Jobs whose lock has run out come back at the second look for such, and there is one every 15 s.
const RECOVERY_LIMIT_MS = 240_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2, events_per_second: 50 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    fields:
      user_id: { "@path": "$.properties.person_id" }
      traits: { note: { "@path": "$.properties.note" } }
`

describe('a sender that stands still while its sync is canceled and the next one goes out', () => {
  let pipeline: Pipeline

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (person_id text primary key, note text)')
    await pipeline.warehouse(`insert into people select 'p' || n, 'old' from generate_series(1, ${ROWS}) n`)
    await run('apply', '-f', await pipeline.writeConfig(CONFIG))
    await pipeline.startWorkers()
  })
  afterAll(() => pipeline.close())

  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await pipeline.sluice(args)
    if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout
  }
  /** As if a minute had passed: the locks of the jobs that it has run out. */
  const endLocks = async (): Promise<void> => {
    const redis = await connectRedis(pipeline.redisUrl)
    const locks = await redis.keys(`${pipeline.prefix}:send:*:lock`)
    expect(locks).not.toEqual([])
    await Promise.all(locks.map((lock) => redis.pexpire(lock, 1)))
    await redis.quit()
  }
  /** The content that each person has in the end, as Segment would have it. */
  const readNotes = (): ReadonlyMap<unknown, unknown> =>
    new Map(
      pipeline.emulator
        .events()
        .map(({ payload }) => [payload['userId'], (payload['traits'] as { readonly note: unknown }).note]),
    )

  test(
    'posts nothing of the canceled one when it goes on',
    async () => {
      const sync = JSON.parse(await run('sync', 'people-identify', '--json')) as SyncDocument
      await waitFor('some to be accepted', () => pipeline.emulator.counts().accepted >= 100)
      const late = pipeline.suspendWorker('sender')
      await pipeline.startWorkers(['sender'])
      await run('cancel', sync.id)
      await pipeline.control('update sluice.destinations set events_per_second = null')
      await pipeline.warehouse(`update people set note = 'new'`)
      await endLocks()
      const next = JSON.parse(await run('sync', 'people-identify', '--wait', '--json')) as SyncDocument
      expect(next).toMatchObject({ status: 'succeeded', extracted: ROWS, delivered: ROWS })
      expect(new Set(readNotes().values())).toEqual(new Set(['new']))

      late.resume()
      await waitFor('the sender to be done with the jobs that it had', async () =>
        (await late.ask('/metrics')).includes('sluice_sender_payload_bytes 0'),
      )
      expect(new Set(readNotes().values())).toEqual(new Set(['new']))
      expect(readNotes().size).toBe(ROWS)
    },
    RECOVERY_LIMIT_MS,
  )
})
