import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openAsker } from '@sluice/console/testing'
import {
  createReaderSeal,
  previewMapping,
  previewModel,
  testDestination,
  testMapping,
  testSource,
  type AskDeps,
  type Visitor,
} from '@sluice/operations'
import { saveItem } from '@sluice/operations/config/save-item'
import { connectRedis } from '@sluice/shared/queues'
import { createLifecycle } from '@sluice/shared/runtime'
import { openDatabase } from '@sluice/shared/store'
import { asRole, waitFor } from '@sluice/shared/testing'
import { openPipeline, type Pipeline } from './open-pipeline.ts'

const CONFIG = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: id, query: "select * from people order by name" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: added
    fields: { user_id: { "@path": "$.properties.id" }, traits: { name: { "@path": "$.properties.name" } } }
`
const OPERATOR: Visitor = { actor: 'console:ops', role: 'operator' }
const VIEWER: Visitor = { actor: 'console:eve', role: 'viewer' }
const SLOW = 'select 1 as id, pg_sleep(600)'

describe('a console without keys', () => {
  let pipeline: Pipeline
  let deps: AskDeps
  const lifecycle = createLifecycle({ warn: () => {} })

  beforeAll(async () => {
    pipeline = await openPipeline()
    await pipeline.warehouse('create table people (id text, name text)')
    await pipeline.warehouse(
      `insert into people values ('1', 'Ada'), ('2', 'Bob'), ('2', 'Cy'), (null, 'Di')`,
    )
    await pipeline.sluice(['apply', '-f', await pipeline.writeConfig(CONFIG)])
    await pipeline.startWorkers(['extractor', 'sender'])
    // As the console's own role may.
    const url = asRole(pipeline.controlUrl, 'sluice_console')
    const db = lifecycle.use('db', openDatabase({ url, applicationName: 'asking' }), (open) => open.close())
    const redis = lifecycle.use('redis', await connectRedis(pipeline.redisUrl), (open) => open.disconnect())
    const queues = { redis, prefix: pipeline.prefix, onError: () => {} }
    deps = { db, asker: openAsker({ db, redis, queues }, lifecycle) }
  })
  afterAll(async () => {
    await lifecycle.stop()
    await pipeline.close()
  })

  /** How many statements of a query run in the warehouse. */
  const countSleepers = async (): Promise<number> => {
    const [row] = await pipeline.warehouse<{ count: number }>(
      `select count(*)::int from pg_stat_activity where datname = current_database() and query ~ 'pg_sleep\\(600' and state = 'active' and pid <> pg_backend_pid()`,
    )
    return row?.count ?? 0
  }

  test('runs a query through an extractor, and counts its identifier', async () => {
    const query = 'select id, name from people order by name'
    const input = { source: 'warehouse', query, identifier: 'id', limit: 2 }
    const preview = await previewModel(deps, input, OPERATOR)
    expect(preview).toEqual({
      columns: [
        { name: 'id', type: 'text' },
        { name: 'name', type: 'text' },
      ],
      rows: [
        ['1', 'Ada'],
        ['2', 'Bob'],
      ],
      isCut: false,
      identifier: { rows: 4, nulls: 1, duplicates: 2 },
      identifierError: null,
    })
    await expect(
      previewModel(deps, { ...input, query: 'select nme from people' }, OPERATOR),
    ).rejects.toMatchObject({
      code: 'query_invalid',
    })
    await expect(previewModel(deps, input, VIEWER)).rejects.toMatchObject({ code: 'operator_needed' })
    const known = { ...input, query: 'select * from people order by name' }
    expect(await previewModel(deps, known, VIEWER)).toEqual({ ...preview, rows: [] })
  })

  test('tests a source that it knows, and one that somebody has just typed', async () => {
    expect(await testSource(deps, { source: 'warehouse' }, VIEWER)).toMatchObject({
      ok: true,
      checks: expect.arrayContaining([{ check: 'model people', status: 'ok', detail: expect.anything() }]),
    })
    const item = { type: 'postgres', connection: 'postgres://nobody:x@127.0.0.1:1/nowhere' }
    expect(await testSource(deps, { item }, OPERATOR)).toMatchObject({
      ok: false,
      checks: [{ check: 'reachable', status: 'failed' }],
    })
    expect(await testSource(deps, { item: { ...item, connection: 'mysql://x' } }, OPERATOR)).toMatchObject({
      checks: [{ check: 'connection', status: 'failed' }],
    })
  })

  test('saves secrets that it cannot read, and workers use them', async () => {
    const change = { db: deps.db, seal: createReaderSeal(deps.db), countRecords: null }
    const save = (kind: 'source' | 'destination', id: string, item: object) =>
      saveItem(change, { kind, id, item: { id, ...item }, seen: null }, OPERATOR.actor)
    const source = { type: 'postgres', connection: pipeline.warehouseUrl }
    expect(await save('source', 'typed', source)).toMatchObject({ ok: true, outcome: 'created' })
    const input = { source: 'typed', query: 'select count(*)::int as n from people', limit: 1 }
    expect(await previewModel(deps, input, OPERATOR)).toMatchObject({ rows: [[4]] })
    // What is kept is opened by the extractor, beside what is changed.
    const kept = { id: 'typed', ...source, connection: { set: true }, statement_timeout: '5m' }
    expect(await testSource(deps, { item: kept }, OPERATOR)).toMatchObject({ ok: true })
    await save('destination', 'typed', { write_key: pipeline.writeKeys.us, region: 'us-west-2' })
    expect(await testDestination(deps, { destination: 'typed' }, OPERATOR)).toMatchObject({ ok: true })
    const stored = await pipeline.control<{ all: string }>(
      `select (select string_agg(connection, '') from sluice.sources) || (select string_agg(write_key, '') from sluice.destinations) as all`,
    )
    expect(stored[0]?.all).toContain('v2.')
    expect(stored[0]?.all).not.toContain('postgres://')
    // Whoever holds the keys reads it, too.
    expect((await pipeline.sluice(['test-source', 'typed'])).code).toBe(0)
  })

  test('shows what a mapping makes of rows, and sends one of its events on demand', async () => {
    const rows = { limit: 1, op: 'added' } as const
    const [shown] = await previewMapping(deps, { mapping: 'people-identify', rows }, OPERATOR)
    expect(shown).toMatchObject({ recordId: '1', outcome: 'event', event: { traits: { name: 'Ada' } } })
    expect(await previewMapping(deps, { mapping: 'people-identify', rows }, VIEWER)).toEqual([
      { recordId: null, op: 'added', outcome: 'event' },
    ])
    const item = {
      model: 'people',
      destination: 'segment-us',
      action: 'sendTrack',
      trigger: 'added',
      fields: { user_id: { '@path': '$.properties.id' }, event_name: 'Tried' },
    }
    const tested = await testMapping(deps, { item: { id: 'tried', ...item } }, OPERATOR)
    expect(tested).toMatchObject({ isSent: true, isAccepted: true })
    expect(pipeline.emulator.events()).toMatchObject([
      { payload: { type: 'track', event: 'Tried', userId: '1' } },
    ])
    expect(await testDestination(deps, { destination: 'segment-us' }, VIEWER)).toMatchObject({ ok: true })
    const looks = await pipeline.control<{ look: string }>(
      `select concat_ws(' ', actor, action, kind, subject_id) as look from sluice.audit_log
       where action in ('looked', 'sent') group by 1 order by 1`,
    )
    expect(looks.map(({ look }) => look)).toEqual([
      'console:eve looked mapping people-identify',
      'console:ops looked mapping people-identify',
      'console:ops looked mapping tried',
      'console:ops looked source typed',
      'console:ops looked source warehouse',
      'console:ops sent mapping tried',
    ])
  })

  test('ends a query in the warehouse when nobody waits for it, and gives up a worker that was stopped or killed', async () => {
    const ask = (signal?: AbortSignal) =>
      previewModel(deps, { source: 'warehouse', query: SLOW, limit: 1, signal }, OPERATOR).catch(
        (error: unknown) => error,
      )
    const page = new AbortController()
    const closed = ask(page.signal)
    await waitFor('the query to run', async () => (await countSleepers()) > 0)
    page.abort(new Error('closed'))
    expect(await closed).toEqual(new Error('closed'))
    await waitFor('the query to end', async () => (await countSleepers()) === 0)

    const left = ask()
    await waitFor('the query to run for the next', async () => (await countSleepers()) > 0)
    const stopped = pipeline.stopWorker('extractor')
    expect(await left).toMatchObject({
      code: 'question_unanswered',
      message: expect.stringContaining('is gone'),
    })
    await stopped
    expect(await countSleepers()).toBe(0)
    await pipeline.startWorkers(['extractor'])

    const lost = ask()
    await waitFor('the query to run again', async () => (await countSleepers()) > 0)
    pipeline.killWorkers(['extractor'])
    expect(await lost).toMatchObject({
      code: 'question_unanswered',
      message: expect.stringContaining('is gone'),
    })
  })
})
