import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'
import { readZipCodes } from './vega-rows.ts'

const ROWS = fileURLToPath(new URL('../node_modules/vega-datasets/data/zipcodes.csv', import.meta.url))

// A killed worker's jobs come back when their lock has run out.
const RECOVERY_LIMIT_MS = 240_000

describe('a DuckDB file as a warehouse', () => {
  let folder: string
  let file: string
  let pipeline: Pipeline

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'))
    file = join(folder, 'places.duckdb')
    await write(`create table zip_codes as select * from read_csv('${ROWS}', all_varchar = true)`)
    pipeline = await openPipeline()
  })
  afterAll(async () => {
    await pipeline.close()
    await rm(folder, { recursive: true })
  })

  /** Writes to the file as another program does, and closes it. */
  async function write(statement: string): Promise<void> {
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    await connection.run(statement)
    connection.closeSync()
    instance.closeSync()
  }

  const createConfig = (): string => `
sources:
  - { id: places, type: duckdb, path: ${file}, memory_limit: 512MB }
models:
  - { id: zip-codes, source: places, identifier: zip_code, query: "select *, latitude::double as lat from zip_codes" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: zip-codes-identify
    model: zip-codes
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated, deleted]
    fields:
      user_id: { "@path": "$.__segment_id" }
      traits:
        change: { "@path": "$.event" }
        city: { "@path": "$.properties.city" }
        latitude: { "@path": "$.properties.lat" }
`

  const readSync = async (id: string): Promise<SyncDocument> => {
    const { stdout } = await pipeline.sluice(['syncs', 'zip-codes-identify', '--json'])
    const found = (JSON.parse(stdout) as readonly SyncDocument[]).find((sync) => sync.id === id)
    if (found === undefined) throw new Error(`no sync ${id}`)
    return found
  }
  const sync = async (): Promise<SyncDocument> => {
    const { code, stdout, stderr } = await pipeline.sluice(['sync', 'zip-codes-identify', '--wait', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout) as SyncDocument
  }

  test('is applied, looked at and previewed', async () => {
    const path = await pipeline.writeConfig(createConfig())
    expect(await pipeline.sluice(['apply', '-f', path, '--json'])).toMatchObject({ code: 0, stderr: '' })
    const checked = await pipeline.sluice(['test-source', 'places'])
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${file} is read, and never written`),
    })
    const { stdout } = await pipeline.sluice(['preview', 'zip-codes-identify', '--limit', '1', '--json'])
    expect(JSON.parse(stdout)).toMatchObject([{ outcome: 'event' }])
  })

  test('has each of its 42,049 rows arrive once, though the extractor is killed while it stages and while it streams', async () => {
    const rows = await readZipCodes()
    pipeline.emulator.setFaults([{ action: { type: 'delay', delayMs: 200 } }])
    await pipeline.startWorkers()
    const { stdout } = await pipeline.sluice(['sync', 'zip-codes-identify', '--json'])
    const { id } = JSON.parse(stdout) as SyncDocument
    await waitFor(
      'the sync to begin',
      async () => (await readSync(id)).status !== 'queued',
      RECOVERY_LIMIT_MS,
    )
    pipeline.killWorkers(['extractor'])
    await pipeline.startWorkers(['extractor'])
    const hasArrived = (): boolean => pipeline.emulator.counts().accepted >= 2_000
    await waitFor('events to arrive', hasArrived, RECOVERY_LIMIT_MS)
    pipeline.killWorkers(['extractor'])
    await pipeline.startWorkers(['extractor'])
    const ended = await waitFor(
      'the sync to end',
      async () => {
        const found = await readSync(id)
        return found.finishedAt !== null && found
      },
      RECOVERY_LIMIT_MS,
    )
    const expected = { status: 'succeeded', added: rows.length, delivered: rows.length, invalid: 0, dead: 0 }
    expect(ended).toMatchObject(expected)
    const events = pipeline.emulator.events()
    expect(new Set(events.map(({ payload }) => payload['messageId'])).size).toBe(rows.length)
    const sent = new Map(events.map(({ payload }) => [payload['userId'], payload['traits']]))
    for (const { zip_code: zip, city, latitude } of rows)
      expect(sent.get(zip)).toEqual({ change: 'new', city, latitude: Number(latitude) })
  })

  test('may be written to by others between two syncs, of which the next finds what has changed', async () => {
    pipeline.emulator.reset()
    await write(`update zip_codes set city = upper(city) where zip_code in ('00501', '10001', '90210')`)
    await write(`delete from zip_codes where zip_code in ('00544', '99950')`)
    expect(await sync()).toMatchObject({ added: 0, updated: 3, deleted: 2, delivered: 5 })
    expect(pipeline.emulator.events().map(({ payload }) => payload['userId'])).toHaveLength(5)
    expect(await sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 })
  })

  test('that another process has open says by whom, and a sync waits for it', async () => {
    const instance = await DuckDBInstance.create(file)
    // From a process of its own: within this one the file is open already.
    const { code, stderr } = await pipeline.runProcess(['preview', 'zip-codes-identify'])
    expect(code).toBe(1)
    expect(stderr).toContain(`source places: ${file} is open in another process (`)
    expect(stderr).toContain(`PID ${process.pid}`)
    const { stdout } = await pipeline.sluice(['sync', 'zip-codes-identify', '--json'])
    const { id } = JSON.parse(stdout) as SyncDocument
    const waiting = await waitFor(
      'the sync to say why it waits',
      async () => {
        const found = await readSync(id)
        return found.waiting !== null && found.waiting !== undefined && found.waiting
      },
      RECOVERY_LIMIT_MS,
    )
    expect(waiting.reason).toContain('is open in another process')
    instance.closeSync()
    const ended = await waitFor(
      'the sync to end',
      async () => {
        const found = await readSync(id)
        return found.finishedAt !== null && found
      },
      RECOVERY_LIMIT_MS,
    )
    expect(ended).toMatchObject({ status: 'succeeded', delivered: 0 })
  })
})
