import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { startProcess, type StartedProcess, asProcessOf, PROGRAM } from '@sluice/cli/testing'
import { clockAhead } from './clock-ahead.ts'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const ROWS = 8_000
/** For a lock to run out, twice, on a machine with other work; a tenth of what its clock is ahead. */
const LIMIT_MS = 720_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    fields: { user_id: { "@path": "$.properties.id" } }
`

let pipeline: Pipeline
let ahead: StartedProcess | undefined

beforeAll(async () => {
  pipeline = await openPipeline()
  await pipeline.warehouse('create table people (id text primary key)')
  await pipeline.warehouse(`insert into people select 'p' || n from generate_series(1, ${ROWS}) n`)
  const { code, stderr } = await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
  if (code !== 0) throw new Error(stderr)
  await pipeline.startWorkers(['extractor', 'mapper'])
})
afterAll(async () => {
  await ahead?.stop()
  await pipeline.close()
})

test(
  'what a sender whose clock is two hours ahead has put off, another sends as soon as the API is well',
  async () => {
    pipeline.emulator.setFaults([{ action: { type: 'status', status: 503 } }])
    let deferred = 0
    ahead = await startProcess(
      { ...PROGRAM, execArgv: [...PROGRAM.execArgv, '--import', clockAhead(2)] },
      ['start', 'sender'],
      { ...pipeline.env, DATABASE_URL: asProcessOf(['start', 'sender'], pipeline.controlUrl) },
      'worker ready',
      (line) => void (line.includes('"job deferred"') && (deferred += 1)),
    )
    const { stdout } = await pipeline.sluice(['sync', 'people', '--json'])
    const { id } = JSON.parse(stdout) as SyncDocument
    await waitFor('it to put jobs off', () => deferred >= ROWS / 1_000, LIMIT_MS)
    process.kill(ahead.pid, 'SIGKILL')
    await ahead.ended

    // As if a minute had passed: the locks of what it was at run out.
    const redis = await connectRedis(pipeline.redisUrl)
    for (const lock of await redis.keys(`${pipeline.prefix}:send:*:lock`)) await redis.pexpire(lock, 1)
    await redis.quit()
    pipeline.emulator.setFaults([])
    await pipeline.startWorkers(['sender'])
    const ended = await waitFor(
      'the sync to end',
      async () => {
        const [sync] = await pipeline.control<{ status: string; delivered: string }>(
          'select status, delivered from sluice.syncs where id = $1 and finished_at is not null',
          [id],
        )
        return sync
      },
      LIMIT_MS,
    )
    expect(ended).toMatchObject({ status: 'succeeded', delivered: String(ROWS) })
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: ROWS, rejected: 0 })
  },
  LIMIT_MS * 2,
)
