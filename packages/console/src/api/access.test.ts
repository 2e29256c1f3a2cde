import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import { createToken } from '@sluice/operations/tokens/create-token'
import { listTokens } from '@sluice/operations/tokens/list-tokens'
import { revokeToken } from '@sluice/operations/tokens/revoke-token'
import { waitFor } from '@sluice/shared/testing'
import { openApi, type AskApi } from '../testing/open-api.ts'
import { openConsole, type TestConsole } from '../testing/open-console.ts'
import { startConsoleServer } from '../start-console-server.ts'
import { createApi } from './create-api.ts'
import { createRateLimit } from './create-rate-limit.ts'
import { ROUTES } from './list-routes.ts'
import type { ApiDeps } from './route.ts'

const NAMED_ORIGIN = 'https://orchestrator.example'

let console: TestConsole
let ask: AskApi
let viewer: string
let operator: string
beforeAll(async () => {
  console = await openConsole(undefined, undefined, '', undefined, [NAMED_ORIGIN])
  ;({ ask, viewer, operator } = await openApi(console))
})
afterAll(() => console.close())

/** A path of a route, of things that are not there. */
const fill = (path: string): string =>
  path.replace('{id}', path.startsWith('/syncs') ? '00000000-0000-4000-8000-000000000000' : 'nothing')

describe('of every route', () => {
  const lines = ROUTES.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const)

  test.each(lines)(
    '%s knows whom it answers, and what he may, before it looks at anything else',
    async (_line, route) => {
      const [method, path] = [route.method.toUpperCase(), fill(route.path)]
      const body = method === 'GET' ? {} : { body: '{ broken' }
      for (const as of [null, 'slc_nobody', `${operator}x`]) {
        const answer = await ask(method, path, { ...body, as })
        expect(answer).toMatchObject({ status: 401, body: { code: 'sign_in_needed' } })
        expect(answer.headers.get('www-authenticate')).toContain('Bearer')
      }
      const refused = route.role === 'operator' ? ['operator_needed'] : []
      for (const as of [viewer, 'eve']) {
        const { status, body: told } = await ask(method, path, { ...body, as })
        expect(told['code'] === 'operator_needed' || status === 401 ? [told['code']] : []).toEqual(refused)
      }
      for (const as of [operator, 'ops']) {
        const { status } = await ask(method, path, { ...body, as })
        expect([401, 403]).not.toContain(status)
        expect(status).toBeLessThan(500)
      }
    },
  )

  test.each([...new Set(ROUTES.map(({ path }) => path))])(
    '%s names the methods that it takes',
    async (path) => {
      const taken = ROUTES.filter((route) => route.path === path).map(({ method }) => method.toUpperCase())
      const answer = await ask('PATCH', fill(path))
      expect(answer).toMatchObject({ status: 405, body: { code: 'method_unknown' } })
      expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(taken.toSorted())
    },
  )
})

describe('a token', () => {
  test('is in the audit log by its name, is seen to be used, and is out at once when it is revoked', async () => {
    const { db } = console
    const { token } = await createToken({ db }, { name: 'airflow', role: 'operator' }, 'test')
    expect((await ask('GET', '/syncs', { as: token })).status).toBe(200)
    const used = (await listTokens({ db })).find(({ name }) => name === 'airflow')
    expect(used?.lastUsedAt).not.toBeNull()
    const destination = { id: 'segment', write_key: 'wk', region: 'us-west-2' }
    expect((await ask('POST', '/destinations', { as: token, body: destination })).status).toBe(201)
    const { rows } = await db.query(`select actor from sluice.audit_log where subject_id = 'segment'`)
    expect(rows).toEqual([{ actor: 'token:airflow' }])
    await revokeToken({ db }, { name: 'airflow' }, 'test')
    expect((await ask('GET', '/syncs', { as: token })).status).toBe(401)
  })

  test('that asks too often is told how long to wait, and holds up nobody else', async () => {
    const limit = async (caller: string) => (caller === 'token:viewer' ? 7 : null)
    const deps = { db: console.db } as ApiDeps
    const api = createApi({
      deps,
      basePath: '',
      gate: null,
      origins: [],
      limit,
      isRedisReady: () => true,
      onError: () => {},
    })
    const server = await startConsoleServer({ host: '127.0.0.1', port: 0 }, express().use(api))
    try {
      const read = (token: string) =>
        fetch(`${server.url}/openapi.json`, { headers: { authorization: `Bearer ${token}` } })
      const refused = await read(viewer)
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7'])
      expect(await refused.json()).toMatchObject({ code: 'too_many_requests' })
      expect((await read(operator)).status).toBe(200)
    } finally {
      await server.close()
    }
  })

  test('has so many requests in a second, each its own', async () => {
    const limit = createRateLimit(2)
    const waits = [await limit('a'), await limit('a'), await limit('b'), await limit('a'), await limit('a')]
    expect(waits.slice(0, 3)).toEqual([null, null, null])
    expect(waits.slice(3)).toContain(1)
  })
})

describe('a page of another site', () => {
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

  test('cannot have a browser give orders by what that sends along by itself', async () => {
    const path = '/dead-letters/discard'
    const asked = { body: { all: true }, headers: evil }
    expect(await ask('POST', path, { as: 'ops', ...asked })).toMatchObject({
      status: 403,
      body: { code: 'other_site' },
    })
    expect((await ask('POST', path, { as: operator, ...asked })).status).toBe(200)
  })

  test('is let in by nobody unless its origin is named', async () => {
    const preflight = { as: null, headers: { ...evil, 'access-control-request-method': 'POST' } }
    expect((await ask('OPTIONS', '/syncs', preflight)).headers.get('access-control-allow-origin')).toBeNull()
    const headers = { origin: NAMED_ORIGIN, 'sec-fetch-site': 'cross-site' }
    const asked = await ask('OPTIONS', '/syncs', {
      as: null,
      headers: { ...headers, 'access-control-request-method': 'POST' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization')
    const read = await ask('GET', '/syncs', { headers })
    expect(read.headers.get('access-control-allow-origin')).toBe(NAMED_ORIGIN)
    expect(read.headers.get('access-control-allow-credentials')).toBeNull()
    const order = { as: 'ops', body: { all: true }, headers }
    expect((await ask('POST', '/dead-letters/discard', order)).status).toBe(403)
  })
})

test('a console without credentials answers only to the name of this machine, and heeds tokens', async () => {
  const open = await openConsole(null)
  try {
    const api = await openApi(open)
    expect((await api.ask('POST', '/dead-letters/discard', { as: null, body: { all: true } })).status).toBe(
      200,
    )
    expect(
      (await api.ask('POST', '/dead-letters/discard', { as: api.viewer, body: { all: true } })).status,
    ).toBe(403)
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.example' }
      request(`${open.url}/api/v1/syncs`, { headers }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end()
    })
    expect(status).toBe(403)
  } finally {
    await open.close()
  }
})

test('nothing is ordered that would wait for a Redis that is away', async () => {
  const away = await openConsole()
  try {
    const api = await openApi(away)
    away.redis.disconnect()
    await waitFor('the lost connection', () => away.redis.status === 'end')
    const answer = await api.ask('POST', '/mappings/nothing/syncs')
    expect(answer).toMatchObject({ status: 503, body: { code: 'redis_unreachable' } })
    expect((await api.ask('GET', '/syncs')).status).toBe(200)
    await away.redis.connect()
    expect((await api.ask('POST', '/mappings/nothing/syncs')).status).toBe(404)
  } finally {
    await away.close()
  }
})

test('of many who give one order under one key at once, one carries it out', async () => {
  const body = { id: 'once', write_key: 'wk', region: 'us-west-2' }
  const headers = { 'idempotency-key': 'add-once' }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => ask('POST', '/destinations', { body, headers })),
  )
  const codes = answers.map(({ status, body: told }) => (status === 201 ? 'added' : told['code']))
  expect(new Set(codes)).toEqual(
    new Set(codes.includes('order_under_way') ? ['added', 'order_under_way'] : ['added']),
  )
  const again = await ask('POST', '/destinations', { body, headers })
  expect(again).toMatchObject({ status: 201, body: { id: 'once' } })
  expect(again.headers.get('location')).toBe('/api/v1/destinations/once')
  // An order that was refused may be given again, and a key is whoever's who uses it.
  const refused = { body: { id: 'Bad Id' }, headers: { 'idempotency-key': 'bad' } }
  expect((await ask('POST', '/destinations', refused)).status).toBe(422)
  expect((await ask('POST', '/destinations', { ...refused, body: { ...body, id: 'good' } })).status).toBe(201)
  expect((await ask('POST', '/destinations', { body, headers, as: 'ops' })).body).toMatchObject({
    code: 'config_exists',
  })
})
