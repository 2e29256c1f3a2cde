import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { DeadLetterDocument, SyncDocument } from '@sluice/shared/domain'
import { connectRedis } from '@sluice/shared/queues'
import { describeSync, openDatabase, readSync, type Database } from '@sluice/shared/store'
import { waitFor } from '@sluice/shared/testing'
import {
  startProcess,
  type SluiceProgram,
  type StartedProcess,
  asProcessOf,
  PROGRAM,
} from '@sluice/cli/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const ROWS = 1_500
const OTHER_ROWS = 300
const LIMIT_MS = 900_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
  - { id: others, source: warehouse, identifier: id, query: "select * from others" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    max_deleted_percent: 100
    fields:
      user_id: { "@path": "$.properties.id" }
      traits: { note: { "@json": { mode: decode, value: { "@path": "$.properties.note" } } } }
  - id: others
    model: others
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
    max_deleted_percent: 100
    fields: { user_id: { "@path": "$.properties.id" } }
`

const POISONED: SluiceProgram = {
  ...PROGRAM,
  execArgv: [...PROGRAM.execArgv, '--import', new URL('./poisoned-decode.mjs', import.meta.url).href],
}

let pipeline: Pipeline
let db: Database
const mappers: StartedProcess[] = []
let met = 0

beforeAll(async () => {
  pipeline = await openPipeline()
  db = openDatabase({ url: pipeline.controlUrl, applicationName: 'poisoned chunk test' })
  await pipeline.warehouse('create table people (id text primary key, note text)')
  await pipeline.warehouse('create table others (id text primary key)')
  await pipeline.warehouse(`insert into others select 'o' || n from generate_series(1, ${OTHER_ROWS}) n`)
  await run('apply', '-f', await pipeline.writeConfig(CONFIG))
  await pipeline.startWorkers(['extractor', 'sender'])
}, 120_000)
afterAll(async () => {
  for (const { pid } of mappers) kill(pid)
  await db.close()
  await pipeline.close()
})

const run = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await pipeline.sluice(args)
  if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}
const start = async (mapping: string): Promise<string> =>
  (JSON.parse(await run('sync', mapping, '--json')) as SyncDocument).id
const readEnd = (id: string): Promise<SyncDocument> =>
  waitFor(
    `sync ${id} to end`,
    async () => {
      const sync = await readSync(db, id)
      return sync !== null && sync.finishedAt !== null && describeSync(sync)
    },
    LIMIT_MS,
  )
const startMapper = async (): Promise<void> => {
  const env = { ...pipeline.env, DATABASE_URL: asProcessOf(['start', 'mapper'], pipeline.controlUrl) }
  const count = (line: string): void => void (line.includes('poison met') && (met += 1))
  mappers.push(await startProcess(POISONED, ['start', 'mapper'], env, 'worker ready', count))
}
/** As if a minute had passed: the locks of jobs whose mapper is dead, or stands still, run out. */
const endLocks = async (): Promise<void> => {
  const redis = await connectRedis(pipeline.redisUrl)
  const locks = await redis.keys(`${pipeline.prefix}:map:*:lock`)
  expect(locks).not.toEqual([])
  await Promise.all(locks.map((lock) => redis.pexpire(lock, 1)))
  await redis.quit()
}
const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has died before.
  }
}

describe.each([
  ['dies', 'ended its process (SIGKILL)'],
  ['hangs', 'took longer than 20 s'],
])('a row at which a mapper %s', (poison, reason) => {
  test(
    'takes two mappers with it; the third tries its chunk row by row: it is a dead letter, all others go',
    async () => {
      pipeline.emulator.reset()
      met = 0
      await pipeline.warehouse('truncate people')
      await pipeline.warehouse(
        `insert into people select $1 || n, case when n = 700 then $2 else '"fine"' end from generate_series(1, ${ROWS}) n`,
        [poison.charAt(0), `poison: ${poison}`],
      )
      const poisoned = await start('people')
      for (const attempt of [1, 2]) {
        await startMapper()
        await waitFor(`mapper ${attempt} to meet it`, () => met === attempt, LIMIT_MS)
        await endLocks()
      }
      await startMapper()
      const other = await start('others')

      expect(await readEnd(other)).toMatchObject({ status: 'succeeded' })
      expect(await readEnd(poisoned)).toMatchObject({
        status: 'partial',
        added: ROWS,
        delivered: ROWS - 1,
        invalid: 1,
        dead: 0,
        inFlight: 0,
      })
      const ls = await run('dead-letters', 'ls', '--status', 'open', '--json')
      expect(JSON.parse(ls) as DeadLetterDocument[]).toMatchObject([
        {
          stage: 'map',
          code: 'mapping_failed',
          recordId: `${poison.charAt(0)}700`,
          reason: expect.stringContaining(reason),
        },
      ])
      expect(met).toBe(2)
      const users = pipeline.emulator
        .events()
        .map(({ payload }) => String(payload['userId']))
        .filter((id) => id.startsWith(poison.charAt(0)))
      expect(users).toHaveLength(ROWS - 1)
      expect(new Set(users).size).toBe(ROWS - 1)
      expect(users).not.toContain(`${poison.charAt(0)}700`)

      // Mended, it goes as any other.
      for (const { pid } of mappers.splice(0, 2)) kill(pid)
      await run('dead-letters', 'discard', '--mapping', 'people', '--json')
      await pipeline.warehouse(`update people set note = '"mended"' where note like 'poison%'`)
      await waitFor('the row to go', async () => (await readEnd(await start('people'))).delivered === 1)
      for (const { pid } of mappers.splice(0)) kill(pid)
    },
    LIMIT_MS,
  )
})
