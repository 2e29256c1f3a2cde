import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createToken } from '@sluice/operations/tokens/create-token'
import { readTestServers } from '@sluice/shared/testing'
import fc from 'fast-check'
import { openConsole, type TestConsole } from '../testing/open-console.ts'
import { ROUTES } from './list-routes.ts'

/** Enough of them that none comes near the limit of a second. */
const TOKENS = 12
const REQUESTS = 500
const AT_ONCE = 20
const JSON_HEADERS = { 'content-type': 'application/json' }

let console: TestConsole
let tokens: readonly string[]
beforeAll(async () => {
  console = await openConsole()
  const { db } = console
  const names = Array.from({ length: TOKENS }, (_, index) => `token-${index}`)
  const make = (name: string) => createToken({ db }, { name, role: 'operator' }, 'test')
  tokens = (await Promise.all(names.map(make))).map(({ token }) => token)
  const { databaseUrl } = readTestServers(process.env)
  const common = { model: 'people', destination: 'people', action: 'sendIdentify', trigger: 'added' }
  for (const [list, item] of Object.entries({
    sources: { id: 'warehouse', type: 'postgres', connection: databaseUrl },
    models: { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' },
    destinations: { id: 'people', write_key: 'wk', region: 'us-west-2' },
    mappings: { id: 'people', ...common, fields: { user_id: { '@path': '$.properties.id' } } },
  })) {
    const asked = { method: 'POST', path: `/${list}`, headers: JSON_HEADERS, body: JSON.stringify(item) }
    const { status, text } = await send(asked, tokens[0] ?? '')
    if (status !== 201) throw new Error(text)
  }
})
afterAll(() => console.close())

const part = fc.constantFrom(
  'people',
  '..',
  '.',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '%00',
  'a%00b',
  '%',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  '%F0%9F%92%A9',
  '%ED%A0%80',
  "'%3bdrop%20table%20x",
  'x'.repeat(3_000),
  '',
  '-1',
  '00000000-0000-4000-8000-000000000000',
  'null',
  '1e999',
  '%0d%0ax:y',
  '[object%20Object]',
  'a:b',
  '{id}',
)
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ROUTES.map((route) => route.path)) },
  { weight: 1, arbitrary: fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`) },
)
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'limit',
          'cursor',
          'mapping',
          'search',
          'status',
          'wait',
          'since',
          'dry_run',
          '__proto__',
          'x',
        ),
        fc.constantFrom(
          '',
          '0',
          '-1',
          '1e9',
          '99999999999',
          '%00',
          'a%00',
          '%F0%9F%92%A9',
          'true',
          "';--",
          'x'.repeat(999),
        ),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`),
)
const key = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'id',
    'type',
    'source',
    'query',
    'fields',
    'trigger',
    'ids',
  ),
  fc.constantFrom(
    'model',
    'destination',
    'action',
    'schedule',
    'filter',
    'write_key',
    'connection',
    'ssl',
    'mapping',
  ),
  fc.string({ maxLength: 5, unit: 'binary' }),
)
const value = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0.1,
    Number.MAX_SAFE_INTEGER + 1,
    '',
    '\0',
    '\ud800',
    '💩',
    'a'.repeat(5_000),
  ),
  fc.constantFrom(
    'people',
    'sendTrack',
    'select 1',
    '{{ x }}',
    "' or 1=1 --",
    { set: true },
    { '@path': '$.x' },
  ),
  fc.constantFrom(
    { '@liquid': '{% for i in (1..999999999) %}x{% endfor %}' },
    { '@if': {} },
    [[[[]]]],
    'postgres://',
  ),
  fc.jsonValue({ maxDepth: 3 }),
)
/** What is no JSON, too deep or too large. */
const BODIES: readonly string[] = [
  '{',
  '[',
  'null',
  '1',
  '"text"',
  '[]',
  '{"a":1}{"b":2}',
  '\u0000',
  '1e999',
  '{"id":1e999}',
  '\ufeff{}',
  '['.repeat(100_000),
  '{"a":'.repeat(50_000),
  `[${'[],'.repeat(90_000)}[]]`,
  '{"fields":{"a":'.repeat(40),
  `{"fields":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
  `{"x":"${'y'.repeat(1_100_000)}"}`,
  'a=b&c=d',
]
const body = fc.oneof(
  { weight: 1, arbitrary: fc.constant<string | null>(null) },
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(key, value), { maxLength: 6 })
      // Written by hand, as an object would lose some keys.
      .map(
        (pairs) =>
          `{${pairs.map(([name, said]) => `${JSON.stringify(name)}:${JSON.stringify(said)}`).join(',')}}`,
      ),
  },
  { weight: 2, arbitrary: fc.constantFrom(...BODIES) },
)
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json',
      'text/plain',
      'application/json; charset=koi8-r',
      'x',
      '/',
      '',
    ),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'nothing'),
    'if-match': fc.constantFrom('*', '""', '"', 'W/"1"', '1.1', '"1.1", "2.2"', 'x'.repeat(2_000)),
    'idempotency-key': fc.constantFrom('k', '', ' ', 'x'.repeat(300), 'ü', '__proto__'),
    origin: fc.constantFrom('null', 'https://evil.example', 'x'),
    range: fc.constant('bytes=0-'),
  },
  { requiredKeys: [] },
)
const hostile = fc.record({
  method: fc.constantFrom(
    'GET',
    'POST',
    'POST',
    'PUT',
    'PUT',
    'DELETE',
    'PATCH',
    'HEAD',
    'OPTIONS',
    'LINK',
    'SEARCH',
  ),
  path: fc.tuple(path, part, query).map(([where, id, said]) => where.replaceAll(/\{\w+\}/g, id) + said),
  body,
  headers,
})

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string | null
}

interface Answered {
  readonly status: number
  readonly type: string
  readonly text: string
}

function send(asked: Asked, token: string): Promise<Answered> {
  const { method, headers: said } = asked
  return new Promise((resolve, reject) => {
    const options = {
      method,
      path: `/api/v1${asked.path}`,
      headers: { ...said, authorization: `Bearer ${token}` },
    }
    const sent = request(console.url, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      const { statusCode: status = 0, headers: told } = response
      response.on('end', () => resolve({ status, type: told['content-type'] ?? '', text }))
    })
    // Who has refused a large body need not read it.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE'
        ? resolve({ status: 413, type: '', text: '' })
        : reject(error),
    )
    sent.end(asked.body ?? undefined)
  })
}

test(`${REQUESTS} hostile requests are answered, none with an error of the server, and every refusal is a problem`, async () => {
  const large = BODIES.map((text) => ({
    method: 'POST',
    path: '/mappings',
    headers: JSON_HEADERS,
    body: text,
  }))
  const all = [...large, ...fc.sample(hostile, { numRuns: REQUESTS - large.length, seed: 20_261_127 })]
  const statuses = new Set<number>()
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await Promise.all(
      all.slice(from, from + AT_ONCE).map(async (asked, index) => {
        const { status, type, text } = await send(asked, tokens[index % TOKENS] ?? '')
        statuses.add(status)
        const about = `${asked.method} ${asked.path.slice(0, 100)} ${asked.body?.slice(0, 100)} -> ${status} ${text.slice(0, 300)}`
        if (status >= 500) throw new Error(about)
        if (status < 400 || asked.method === 'HEAD' || type === '') return
        if (!type.startsWith('application/problem+json')) throw new Error(about)
        expect(JSON.parse(text)).toEqual({
          type: 'about:blank',
          title: expect.any(String),
          status,
          code: expect.stringMatching(/^[a-z_]+$/),
          detail: expect.any(String),
          issues: expect.any(Array),
        })
      }),
    )
  }
  expect(console.errors).toEqual([])
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 405, 413, 415, 422, 428]))
})
