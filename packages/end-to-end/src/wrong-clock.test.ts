import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { TICK_QUEUE, connectRedis, openQueue } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { startProcess, type StartedProcess, asProcessOf, PROGRAM } from '@sluice/cli/testing'
import { clockAhead } from './clock-ahead.ts'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

/** Past the next time of any daily schedule. */
const AHEAD = clockAhead(30)

const config = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select 'p1' as person_id" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: daily
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added]
    schedule: { cron: "17 3 * * *" }
    fields: { user_id: { "@path": "$.properties.person_id" } }
`

describe('an extractor whose clock is ahead', () => {
  let pipeline: Pipeline
  let extractor: StartedProcess | undefined

  beforeAll(async () => {
    pipeline = await openPipeline()
    const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(config)])
    if (code !== 0) throw new Error(stderr)
    const program = { ...PROGRAM, execArgv: [...PROGRAM.execArgv, '--import', AHEAD] }
    const env = { ...pipeline.env, DATABASE_URL: asProcessOf(['start', 'extractor'], pipeline.controlUrl) }
    extractor = await startProcess(program, ['start', 'extractor'], env, 'worker ready')
  })
  afterAll(async () => {
    await extractor?.stop()
    await pipeline.close()
  })

  const countTicks = async (outcome: string): Promise<number> => {
    const page = await (
      await fetch(`http://127.0.0.1:${String(extractor?.ready['httpPort'])}/metrics`)
    ).text()
    const value = new RegExp(`^sluice_schedule_ticks_total\\{outcome="${outcome}"\\} (\\d+)$`, 'm').exec(
      page,
    )?.[1]
    return Number(value ?? 0)
  }
  const readSince = async (): Promise<unknown> =>
    (await pipeline.control('select since from sluice.schedules'))[0]
  const listSyncs = async (): Promise<readonly SyncDocument[]> =>
    JSON.parse((await pipeline.sluice(['syncs', 'daily', '--json'])).stdout) as SyncDocument[]
  /** Has a scheduled run lie there for six hours, as an extractor with the right clock does. */
  const scheduleRun = async (): Promise<void> => {
    const redis = await connectRedis(pipeline.redisUrl)
    const tick = openQueue(TICK_QUEUE, { redis, prefix: pipeline.prefix, onError: () => {} })
    const run = { mapping: 'daily' }
    await tick.raw.add(TICK_QUEUE.name, run, {
      ...TICK_QUEUE.options,
      jobId: TICK_QUEUE.jobId(run),
      delay: 6 * 3_600_000,
    })
    await tick.close()
    await redis.quit()
  }

  test('takes a scheduled run long before its time, and starts nothing until the time has come; then once', async () => {
    await waitFor('the schedule to be counted', async () => (await readSince()) !== undefined)
    await scheduleRun()
    await waitFor('a scheduled run to come early', async () => (await countTicks('early')) > 0)
    expect(await listSyncs()).toEqual([])

    // The time has come, and no scheduled run: its own clock has left it out.
    await pipeline.control(`update sluice.schedules set since = since - interval '2 days'`)
    await waitFor('the run to be started', async () => (await countTicks('started')) > 0)
    expect(await listSyncs()).toMatchObject([{ origin: 'schedule' }])
  })
})
