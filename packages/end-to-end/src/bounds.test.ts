import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import { openPipeline, WORKERS, type Pipeline, type WorkerName } from './open-pipeline.ts'

const LETTERS = 100_000
const WIDE_ROWS = 400
const WIDE_BYTES = 100_000

/**
 * What a worker may use, however much passes through it; run from sources it takes some 60 MB more than an image does.
 */
const MEMORY_LIMIT_BYTES = 400_000_000

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people" }
  - { id: pages, source: warehouse, identifier: id, query: "select * from pages" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
  - { id: segment-eu, write_key: "\${EU_KEY}", region: eu-west-1 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: added
    fields: { user_id: { "@path": "$.properties.id" } }
  - id: pages-page
    model: pages
    destination: segment-eu
    action: sendPage
    trigger: added
    fields:
      user_id: { "@path": "$.properties.id" }
      page_name: { "@template": "{{properties.title}}" }
`

describe('memory stays within bounds', () => {
  let pipeline: Pipeline
  let watching: NodeJS.Timeout
  const peaks = new Map<WorkerName, number>()

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (id text primary key)')
    await pipeline.warehouse(`insert into people select 'p' || n from generate_series(1, ${LETTERS}) n`)
    await pipeline.warehouse('create table pages (id text primary key, title text, body text)')
    await pipeline.startWorkers()
    await run('apply', '-f', await pipeline.writeConfig(CONFIG))
    watching = setInterval(() => void Promise.all(WORKERS.map(watch)).catch(() => {}), 500)
  })
  afterAll(async () => {
    clearInterval(watching)
    await pipeline.close()
  })

  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await pipeline.sluice(args)
    if (code !== 0 && code !== 3) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout
  }
  const watch = async (part: WorkerName): Promise<void> => {
    const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await pipeline.ask(part, '/metrics'))?.[1]
    peaks.set(part, Math.max(peaks.get(part) ?? 0, Number(bytes)))
  }
  const expectBounded = (): void => {
    for (const part of WORKERS) expect(peaks.get(part)).toBeGreaterThan(0)
    expect([...peaks].filter(([, bytes]) => bytes > MEMORY_LIMIT_BYTES)).toEqual([])
  }

  test('while 100,000 dead letters are written, requeued and delivered, and another mapping syncs', async () => {
    pipeline.emulator.setFaults([{ match: { region: 'us-west-2' }, action: { type: 'status', status: 401 } }])
    const sync = JSON.parse(await run('sync', 'people-identify', '--wait', '--json')) as SyncDocument
    expect(sync).toMatchObject({ status: 'partial', extracted: LETTERS, dead: LETTERS, inFlight: 0 })
    pipeline.emulator.setFaults([])

    expect(JSON.parse(await run('dead-letters', 'requeue', '--all', '--json'))).toEqual({
      matched: LETTERS,
      requeued: LETTERS,
    })
    await pipeline.warehouse(
      `insert into pages select 'q' || n, 'title', 'x' from generate_series(1, 1000) n`,
    )
    expect(JSON.parse(await run('sync', 'pages-page', '--wait', '--json'))).toMatchObject({
      delivered: 1_000,
    })
    await waitFor(
      'every letter to be delivered',
      async () => {
        const rows = await pipeline.control(
          `select from sluice.dead_letters where status <> 'delivered' limit 1`,
        )
        return rows.length === 0
      },
      240_000,
    )
    expect(pipeline.emulator.counts()).toMatchObject({ accepted: LETTERS + 1_000, duplicates: 0 })
    expectBounded()
  }, 300_000)

  test('while rows of 100 KB pass through', async () => {
    await pipeline.warehouse(
      `insert into pages select 'w' || n, 'wide', repeat(md5(n::text), ${WIDE_BYTES / 32}) from generate_series(1, ${WIDE_ROWS}) n`,
    )
    expect(JSON.parse(await run('sync', 'pages-page', '--wait', '--json'))).toMatchObject({
      status: 'succeeded',
      delivered: WIDE_ROWS,
    })
    expectBounded()
  })
})
