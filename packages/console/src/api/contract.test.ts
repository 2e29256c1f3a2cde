import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createEmptyDatabase, readTestServers, type TestDatabase } from '@sluice/shared/testing'
import { recordDeadLetters } from '@sluice/shared/store'
import { createSecretBox } from '@sluice/shared/secrets'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { openApi, type ApiAnswer, type AskApi } from '../testing/open-api.ts'
import { openContract, type Contract } from '../testing/open-contract.ts'
import { openConsole, type TestConsole } from '../testing/open-console.ts'
import { testEstimate } from '../testing/test-estimate.ts'
import { setUpAlerts } from '../testing/set-up-alerts.ts'
import { ROUTES } from './list-routes.ts'
import { createOpenApi } from './openapi/create-openapi.ts'

let console: TestConsole
let warehouse: TestDatabase
let viewer: string
let contract: Contract
let ask: AskApi

beforeAll(async () => {
  console = await openConsole()
  warehouse = await createEmptyDatabase(readTestServers(process.env).databaseUrl)
  const client = new Client({ connectionString: warehouse.url })
  await client.connect()
  await client.query(`create table people as select 1 as id, 'ada@example.com' as email`)
  await client.end()
  const api = await openApi(console)
  viewer = api.viewer
  contract = await openContract(api.ask)
  ask = contract.ask
})
afterAll(async () => {
  await console.close()
  await warehouse.drop()
})

const seen = (answer: ApiAnswer): { headers: Record<string, string> } => ({
  headers: { 'if-match': answer.headers.get('etag') ?? '' },
})

const MAPPING = {
  id: 'people-identify',
  model: 'people',
  destination: 'segment',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  fields: { user_id: { '@path': '$.properties.id' } },
}

test('the document of this version stands in docs/openapi.json: `pnpm -s docs:openapi` writes it', () => {
  const kept = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(kept)).toEqual(JSON.parse(JSON.stringify(createOpenApi(ROUTES))))
  expect(contract.document).toEqual(JSON.parse(kept))
})

describe('from nothing to a sync and back, by the API alone', () => {
  test('items are added, tried, listed and read', async () => {
    const source = { id: 'warehouse', type: 'postgres', connection: warehouse.url }
    const added = await ask('POST', '/sources', { body: source })
    expect(added).toMatchObject({ status: 201, body: { connection: { set: true }, managed_by: 'console' } })
    expect(added.headers.get('location')).toBe('/api/v1/sources/warehouse')
    expect(added.headers.get('etag')).toBe(`"${String(added.body['version'])}"`)
    expect((await ask('POST', '/sources', { body: source })).body).toMatchObject({ code: 'config_exists' })

    const model = { id: 'people', source: 'warehouse', identifier: 'id', query: 'select * from people' }
    expect((await ask('POST', '/models?dry_run=true', { body: model })).body).toMatchObject({
      outcome: 'created',
    })
    expect((await ask('GET', '/models/people')).status).toBe(404)
    expect((await ask('POST', '/models', { body: model })).status).toBe(201)
    const destination = { id: 'segment', write_key: 'wk-hunter2', region: 'us-west-2' }
    expect((await ask('POST', '/destinations', { body: destination })).status).toBe(201)
    expect((await ask('POST', '/mappings', { body: MAPPING })).status).toBe(201)

    for (const kind of ['sources', 'models', 'destinations', 'mappings']) {
      const list = await ask('GET', `/${kind}`, { as: viewer })
      expect(list.body).toMatchObject({ total: 1, next: null })
      expect(list.text).not.toMatch(/hunter2|postgres:\/\//)
    }
    const { rows } = await console.db.query('select distinct actor from sluice.audit_log')
    expect(rows).toContainEqual({ actor: 'token:operator' })
  })

  test('what was read is put back as it is, and a change is told before it is saved', async () => {
    for (const path of [
      '/sources/warehouse',
      '/models/people',
      '/destinations/segment',
      '/mappings/people-identify',
    ]) {
      const read = await ask('GET', path)
      const put = await ask('PUT', path, { body: read.body, ...seen(read) })
      expect(put).toMatchObject({ status: 200, body: { ...read.body, warnings: [] } })
    }
    const read = await ask('GET', '/mappings/people-identify')
    const body = { ...read.body, trigger: ['added'] }
    const tried = await ask('PUT', '/mappings/people-identify?dry_run=true', { body, ...seen(read) })
    expect(tried.body).toMatchObject({ outcome: 'updated', changed: ['trigger'] })
  })

  test('a warehouse and a destination are looked at, rows become events', async () => {
    expect((await ask('POST', '/sources/warehouse/test', { as: viewer })).body).toMatchObject({
      source: 'warehouse',
    })
    expect((await ask('POST', '/destinations/segment/test')).body).toMatchObject({ destination: 'segment' })
    const query = { source: 'warehouse', query: 'select * from people', identifier: 'id' }
    const shown = await ask('POST', '/models/preview', { body: query })
    expect(shown.body).toMatchObject({
      rows: [[1, 'ada@example.com']],
      identifier: { rows: 1, duplicates: 0 },
    })
    const hidden = await ask('POST', '/models/preview', { body: query, as: viewer })
    expect(hidden.body).toMatchObject({ rows: [], columns: [{ name: 'id' }, { name: 'email' }] })
    const wrong = await ask('POST', '/models/preview', { body: { ...query, query: 'select nothing' } })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'query_invalid' } })

    const events = await ask('POST', '/mappings/preview', { body: { mapping: 'people-identify' } })
    expect(events.body).toMatchObject([{ recordId: '1', outcome: 'event', event: { userId: '1' } }])
    const typed = { ...MAPPING, id: 'other', fields: { user_id: { '@path': '$.properties.email' } } }
    const others = await ask('POST', '/mappings/preview', { body: typed })
    expect(others.body).toMatchObject([{ outcome: 'event', event: { userId: 'ada@example.com' } }])
    const seenByViewer = await ask('POST', '/mappings/preview', {
      body: { mapping: 'people-identify' },
      as: viewer,
    })
    expect(seenByViewer.text).not.toContain('userId')
    const record = '/mappings/people-identify/records'
    expect(await ask('GET', `${record}/1`)).toMatchObject({
      status: 200,
      body: {
        recordId: '1',
        row: { id: 1 },
        pending: { op: 'added', event: { userId: '1' } },
        versions: [],
      },
    })
    expect((await ask('GET', `${record}/1`, { as: viewer })).text).not.toContain('ada@example.com')
    const nobody = await ask('GET', `${record}/${encodeURIComponent('a/b ?')}`)
    expect(nobody).toMatchObject({ status: 404, body: { code: 'record_unknown' } })
    const broken = { ...typed, action: 'sendFax' }
    expect((await ask('POST', '/mappings/preview', { body: broken })).body).toMatchObject({
      code: 'mapping_invalid',
      issues: [{ path: 'action' }],
    })
  })

  test('a sync is started once however often it is ordered, is waited for, and canceled', async () => {
    const start = '/mappings/people-identify/syncs'
    const headers = { 'idempotency-key': 'order-1' }
    const first = await ask('POST', start, { headers })
    expect(first).toMatchObject({ status: 202, body: { status: 'queued', origin: 'manual' } })
    const id = String(first.body['id'])
    expect(first.headers.get('location')).toBe(`/api/v1/syncs/${id}`)
    expect(await ask('POST', start, { headers })).toMatchObject({ status: 202, body: { id } })
    const another = await ask('POST', start, { headers, body: { allow_deletes: true } })
    expect(another).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    expect(await ask('POST', start)).toMatchObject({ status: 409, body: { code: 'sync_running' } })
    expect(await ask('POST', start, { body: { if_running: 'join' } })).toMatchObject({
      status: 202,
      body: { id },
    })

    const waited = await ask('GET', `/syncs/${id}?wait=1`)
    expect(waited).toMatchObject({ status: 200, body: { status: 'queued' } })
    const waiting = ask('GET', `/syncs/${id}?wait=30`, { as: viewer })
    expect(await ask('POST', `/syncs/${id}/cancel`)).toMatchObject({
      status: 200,
      body: { status: 'canceled' },
    })
    expect((await waiting).body).toMatchObject({ status: 'canceled' })

    expect(await ask('POST', `/syncs/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { code: 'sync_ended' },
    })

    await ask('POST', start)
    const status = await ask('GET', '/status?search=people', { as: viewer })
    expect(status.body).toMatchObject({
      mappings: [{ id: 'people-identify', nextRunAt: null, lastSync: { status: 'queued', waiting: null } }],
      destinations: [{ id: 'segment', state: 'ok', since: expect.any(String) }],
      troubles: { failed: 0, waiting: 0, letters: 0 },
      total: 1,
    })
    const page = await ask('GET', '/syncs?limit=1&mapping=people-identify')
    expect(page.body.items).toHaveLength(1)
    const next = page.headers.get('link')?.match(/^<\/api\/v1(.+)>; rel="next"$/)?.[1] ?? ''
    expect((await ask('GET', next)).body).toMatchObject({ items: [{ id }], next: null })
    expect((await ask('GET', '/syncs?status=canceled')).body.items).toHaveLength(1)
  })

  test('a dry run says what a sync would send, as soon as it is through, or goes on by itself', () =>
    testEstimate(ask, console.db, 'people-identify'))

  test('what a month has used is told, and no other word is taken for a month', async () => {
    const usage = await ask('GET', '/usage?month=2026-11', { as: viewer })
    expect(usage.body).toMatchObject({
      month: '2026-11',
      destinations: [{ id: 'segment', apiCalls: 0, mtus: 0, callsAllowance: null, mtuAllowance: null }],
    })
    expect((await ask('GET', '/usage')).body['destinations']).toHaveLength(1)
    expect(await ask('GET', '/usage?month=november')).toMatchObject({ status: 400 })
  })

  test('dead letters are listed, counted, sent again and let go of', async () => {
    const { rows } = await console.db.query<{ id: string }>('select id from sluice.syncs limit 1')
    const letter = {
      mapping: MAPPING.id,
      sync: rows[0]?.id ?? '',
      op: 'added',
      version: 1,
      stage: 'map',
    } as const
    await recordDeadLetters(
      console.db,
      createSecretBox(Buffer.alloc(32, 1).toString('base64')),
      [1, 2, 3].map((deltaSeq) => ({
        ...letter,
        code: 'id_missing',
        reason: 'no id',
        chunk: 1,
        deltaSeq,
        recordId: `hunter${deltaSeq}`,
        payload: '{}',
      })),
    )
    const page = await ask('GET', '/dead-letters?limit=2&mapping=people-identify', { as: viewer })
    expect(page.body).toMatchObject({ items: [{ recordId: null }, { code: 'id_missing' }], next: '2' })
    expect((await ask('GET', `/dead-letters?cursor=2`)).body.items).toHaveLength(1)
    const counted = await ask('POST', '/dead-letters/requeue', {
      body: { code: 'id_missing', dry_run: true },
    })
    expect(counted.body).toEqual({ matched: 3, requeued: 3 })
    expect((await ask('POST', '/dead-letters/requeue', { body: { ids: ['1'] } })).body).toMatchObject({
      requeued: 1,
    })
    expect((await ask('POST', '/dead-letters/discard', { body: { mapping: MAPPING.id } })).body).toEqual({
      matched: 2,
      discarded: 2,
    })
    expect(await ask('POST', '/dead-letters/discard', { body: {} })).toMatchObject({ status: 422 })
  })

  test('who is told when something is wrong is set up, tried and muted', () =>
    setUpAlerts({ ask, viewer, mapping: MAPPING.id }))

  test('of two who change the same item the second is told, whatever he says; and what is in use stays', async () => {
    const path = '/mappings/people-identify'
    const read = await ask('GET', path)
    expect(await ask('PUT', path, { body: {} })).toMatchObject({
      status: 428,
      body: { code: 'precondition_needed' },
    })
    expect(await ask('DELETE', path)).toMatchObject({ status: 428 })
    await ask('PUT', path, { body: { ...read.body, filter: 'type = "track"' }, ...seen(read) })
    const late = await ask('PUT', path, { body: 'no json at all', ...seen(read) })
    expect(late).toMatchObject({
      status: 412,
      body: {
        code: 'changed_meanwhile',
        detail: expect.stringMatching(/token:operator updated it at .* \(filter\)/),
      },
    })
    expect(await ask('DELETE', path, seen(read))).toMatchObject({ status: 412 })
    const wrong = await ask('PUT', path, {
      body: { id: MAPPING.id, trigger: 'now' },
      headers: { 'if-match': '*' },
    })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'item_invalid' } })
    expect(wrong.body['issues']).toContainEqual({ path: 'trigger', message: expect.stringContaining('now') })
    const model = await ask('GET', '/models/people')
    expect(await ask('DELETE', '/models/people', seen(model))).toMatchObject({
      status: 409,
      body: { code: 'config_in_use' },
    })
    await console.db.query(`update sluice.mappings set managed_by = 'file'`)
    const kept = await ask('PUT', path, {
      body: { ...read.body, enabled: false },
      headers: { 'if-match': '*' },
    })
    expect(kept).toMatchObject({ status: 409, body: { code: 'config_managed' } })
    expect((await ask('DELETE', `${path}?take_over=true`, { headers: { 'if-match': '*' } })).status).toBe(204)
    expect(await ask('PUT', path, { body: read.body, ...seen(read) })).toMatchObject({
      status: 412,
      body: { detail: expect.stringContaining('removed it') },
    })
    for (const name of ['/models/people', '/destinations/segment', '/sources/warehouse'])
      expect((await ask('DELETE', name, { headers: { 'if-match': '*' } })).status).toBe(204)
  })

  test('every route has answered as the document says, and nothing was unexpected', () => {
    expect([...contract.answered].toSorted()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted(),
    )
    expect(console.errors).toEqual([])
  })
})
