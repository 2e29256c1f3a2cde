import { afterEach, describe, expect, test } from '@jest/globals'
import { CALLS } from './call.ts'
import { BATCH_LIMIT_EVENTS } from './limits.ts'
import { REGIONS } from './region.ts'
import { type Emulator, type EmulatorOptions, startEmulator } from './server.ts'

const open: Emulator[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator(options)
  open.push(emulator)
  return emulator
}

function post(url: string, body: unknown, writeKey = 'us-key'): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const headers = { 'content-type': 'application/json', authorization }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function ask(
  emulator: Emulator,
  path: string,
  method = 'GET',
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${emulator.url}${path}`, { method })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const identify = (userId: string, messageId = userId) => ({ type: 'identify', userId, messageId })

const WRITE_KEYS = { 'us-key': 'us-west-2', 'eu-key': 'eu-west-1' } as const

describe('the tracking api', () => {
  test.each(REGIONS.flatMap((region) => CALLS.map((call) => [region, call] as const)))(
    'in %s %s takes events and answers 200',
    async (region, call) => {
      const emulator = await start()
      const event = { userId: 'u1', event: 'e', groupId: 'g', previousId: 'p', messageId: 'm' }
      const type = call === 'batch' ? 'track' : call
      const response = await post(
        `${emulator.endpoints[region]}/${call}`,
        call === 'batch' ? { batch: [{ ...event, type }] } : event,
      )
      expect([response.status, await response.json()]).toEqual([200, { success: true }])
      expect(emulator.events()).toMatchObject([
        { region, writeKey: 'us-key', type, messageId: 'm', payload: { ...event, type } },
      ])
    },
  )

  test('a path without a region is the one of North America', async () => {
    const emulator = await start()
    await post(`${emulator.url}/v1/identify`, identify('u1'))
    expect(emulator.events()).toMatchObject([{ region: 'us-west-2', type: 'identify' }])
  })

  test('a messageId is accepted once, whichever region and key repeats it', async () => {
    const emulator = await start({ writeKeys: WRITE_KEYS })
    await post(`${emulator.endpoints['us-west-2']}/batch`, { batch: [identify('u1', 'm1')] })
    await post(`${emulator.endpoints['eu-west-1']}/batch`, { batch: [identify('u2', 'm1')] }, 'eu-key')
    expect(emulator.events()).toMatchObject([{ region: 'us-west-2', payload: { userId: 'u1' } }])
    expect(emulator.duplicates()).toMatchObject([
      { region: 'eu-west-1', writeKey: 'eu-key', messageId: 'm1' },
    ])
    expect(emulator.counts()).toMatchObject({
      requests: 2,
      events: 2,
      accepted: 1,
      duplicates: 1,
      statuses: { 200: 2 },
    })
  })

  test.each([
    ['an unknown key', 'other', 'unknown_write_key'],
    ['a key of the other region', 'eu-key', 'wrong_region'],
  ])('%s is answered 200 and its events are dropped', async (_, writeKey, reason) => {
    const emulator = await start({ writeKeys: WRITE_KEYS })
    const response = await post(
      `${emulator.endpoints['us-west-2']}/batch`,
      { batch: [identify('u1')] },
      writeKey,
    )
    expect(response.status).toBe(200)
    expect(emulator.rejected()).toMatchObject([
      { region: 'us-west-2', writeKey, reason, payload: identify('u1') },
    ])
    expect(emulator.counts()).toMatchObject({
      accepted: 0,
      rejected: 1,
      byWriteKey: { [writeKey]: { rejected: 1 } },
    })
  })

  test('a strict emulator answers 401 to an unknown key, and 200 to one of the other region', async () => {
    const emulator = await start({ writeKeys: WRITE_KEYS, strict: true })
    const url = `${emulator.endpoints['us-west-2']}/batch`
    const unknown = await post(url, { batch: [identify('u1')] }, 'other')
    expect([unknown.status, await unknown.json()]).toMatchObject([
      401,
      { success: false, code: 'unknown_write_key' },
    ])
    expect((await post(url, { batch: [identify('u1')] }, 'eu-key')).status).toBe(200)
    expect(emulator.counts()).toMatchObject({
      requests: 2,
      accepted: 0,
      rejectedReasons: { wrong_region: 1 },
      statuses: { 200: 1, 401: 1 },
    })
  })

  test('a request without a write key is refused with 401 and says how to send one', async () => {
    const emulator = await start()
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${emulator.url}/v1/batch`, {
      method: 'POST',
      headers,
      body: '{"batch":[]}',
    })
    expect([response.status, await response.json()]).toEqual([
      401,
      { success: false, code: 'no_write_key', message: expect.stringContaining('Basic auth') },
    ])
    expect(emulator.counts()).toMatchObject({ requests: 1, byWriteKey: {}, statuses: { 401: 1 } })
  })

  test.each([
    [BATCH_LIMIT_EVENTS, { accepted: BATCH_LIMIT_EVENTS, rejected: 0 }],
    [
      BATCH_LIMIT_EVENTS + 1,
      { accepted: 0, rejected: BATCH_LIMIT_EVENTS + 1, rejectedReasons: { too_many_events: 2501 } },
    ],
  ])('of %i events in one batch, answered 200, %j', async (events, counts) => {
    const emulator = await start()
    const batch = Array.from({ length: events }, (_, index) => identify(`u${index}`))
    expect((await post(`${emulator.url}/v1/batch`, { batch })).status).toBe(200)
    expect(emulator.counts()).toMatchObject({ events, ...counts })
  })

  test('a rate limit holds one write key for the seconds it names, and no other', async () => {
    let nowMs = 0
    const emulator = await start({ rateLimit: { requestsPerSecond: 0.5 }, now: () => nowMs })
    const url = `${emulator.endpoints['us-west-2']}/identify`
    expect((await post(url, identify('u1'))).status).toBe(200)
    const held = await post(url, identify('u2'))
    expect(held.status).toBe(429)
    expect([held.headers.get('retry-after'), held.headers.get('x-ratelimit-reset')]).toEqual(['2', '2'])
    expect(await held.json()).toMatchObject({ success: false, code: 'rate_limited' })
    expect((await post(url, identify('u3'), 'other')).status).toBe(200)
    nowMs = 2000
    expect((await post(url, identify('u2'))).status).toBe(200)
    expect(emulator.events().map(({ messageId }) => messageId)).toEqual(['u1', 'u3', 'u2'])
  })

  test('with maxEvents the oldest events are forgotten and the counts stay exact', async () => {
    const emulator = await start({ maxEvents: 2 })
    await post(`${emulator.url}/v1/batch`, { batch: ['u1', 'u2', 'u3', 'u1'].map((id) => identify(id)) })
    expect(emulator.events().map(({ messageId }) => messageId)).toEqual(['u2', 'u3'])
    expect(emulator.counts()).toMatchObject({ accepted: 3, duplicates: 1 })
  })
})

describe('questions', () => {
  async function startFilled(): Promise<Emulator> {
    const emulator = await start({ writeKeys: WRITE_KEYS })
    await post(`${emulator.endpoints['us-west-2']}/batch`, {
      batch: [
        identify('u1'),
        { type: 'track', event: '<b>bold</b>', userId: 'u2', messageId: 'u2' },
        { type: 'track' },
      ],
    })
    await post(
      `${emulator.endpoints['eu-west-1']}/batch`,
      { batch: [identify('u3'), identify('u1')] },
      'eu-key',
    )
    return emulator
  }

  test.each([
    ['', ['u1', 'u2', 'u3']],
    ['?region=eu-west-1', ['u3']],
    ['?writeKey=us-key', ['u1', 'u2']],
    ['?type=identify', ['u1', 'u3']],
    ['?userId=u2', ['u2']],
    ['?messageId=u3', ['u3']],
    ['?limit=1&offset=1', ['u2']],
    ['?order=newest&limit=2', ['u3', 'u2']],
  ])('GET /events%s lists %j', async (query, messageIds) => {
    const { status, body } = await ask(await startFilled(), `/events${query}`)
    expect(status).toBe(200)
    expect((body['events'] as { messageId: string }[]).map(({ messageId }) => messageId)).toEqual(messageIds)
  })

  test('GET /counts agrees with the accessors and adds up', async () => {
    const emulator = await startFilled()
    const { body } = await ask(emulator, '/counts')
    expect(body).toEqual(emulator.counts())
    expect(body).toEqual({
      requests: 2,
      events: 5,
      accepted: 3,
      rejected: 1,
      duplicates: 1,
      byRegion: {
        'us-west-2': { requests: 1, events: 3, accepted: 2, rejected: 1, duplicates: 0 },
        'eu-west-1': { requests: 1, events: 2, accepted: 1, rejected: 0, duplicates: 1 },
      },
      byWriteKey: {
        'us-key': { requests: 1, events: 3, accepted: 2, rejected: 1, duplicates: 0 },
        'eu-key': { requests: 1, events: 2, accepted: 1, rejected: 0, duplicates: 1 },
      },
      byType: { identify: 2, track: 1, page: 0, screen: 0, group: 0, alias: 0 },
      rejectedReasons: { missing_user_id: 1 },
      statuses: { 200: 2 },
    })
  })

  test('GET /requests tells of each ingest request, and of no question', async () => {
    const emulator = await startFilled()
    const { body } = await ask(emulator, '/requests?order=newest&limit=1')
    expect(body).toMatchObject({
      total: 2,
      requests: [{ method: 'POST', path: '/eu-west-1/v1/batch', status: 200, events: 2 }],
    })
    expect(body['requests']).toEqual(emulator.requests().slice(-1))
  })

  test('GET /rejected and GET /duplicates show what was not accepted', async () => {
    const emulator = await startFilled()
    expect((await ask(emulator, '/rejected')).body).toMatchObject({
      total: 1,
      rejected: [{ reason: 'missing_user_id', payload: { type: 'track' } }],
    })
    expect((await ask(emulator, '/duplicates')).body).toMatchObject({
      total: 1,
      duplicates: [{ messageId: 'u1', region: 'eu-west-1' }],
    })
  })

  test('GET / is a page without scripts that escapes what came and masks write keys', async () => {
    const emulator = await startFilled()
    const response = await fetch(emulator.url)
    const page = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).toContain('&lt;b&gt;bold&lt;/b&gt;')
    expect(page).not.toContain('us-key')
    expect(page).toContain('us-…')
  })

  test('DELETE /events forgets everything, messageIds included', async () => {
    const emulator = await startFilled()
    expect((await ask(emulator, '/events', 'DELETE')).body).toMatchObject({ requests: 0, events: 0 })
    expect([emulator.events(), emulator.rejected(), emulator.duplicates(), emulator.requests()]).toEqual([
      [],
      [],
      [],
      [],
    ])
    await post(`${emulator.url}/v1/identify`, identify('u1'))
    expect(emulator.counts()).toMatchObject({ accepted: 1, duplicates: 0 })
  })

  test('GET /healthz is 200', async () => {
    expect(await ask(await start(), '/healthz')).toEqual({ status: 200, body: { status: 'ok' } })
  })

  test.each([
    ['/events?region=mars', 'region: expected one of us-west-2, eu-west-1, got "mars"'],
    ['/events?type=Track', 'type: expected one of identify'],
    ['/requests?limit=x', 'limit: expected an integer'],
  ])('%s is a bad request that says why', async (path, message) => {
    const answer = await ask(await start(), path)
    expect(answer).toEqual({
      status: 400,
      body: { success: false, code: 'bad_request', message: expect.stringContaining(message) },
    })
  })

  test.each([
    ['GET', '/nothing'],
    ['GET', '/us-west-2/v1/batch'],
    ['POST', '/ap-south-1/v1/batch'],
    ['POST', '/us-west-2/v1/import'],
    ['DELETE', '/counts'],
  ])('%s %s is 404 with the routes there are', async (method, path) => {
    const { status, body } = await ask(await start(), path, method)
    expect(status).toBe(404)
    expect(body['routes']).toEqual(
      expect.arrayContaining(['GET /counts', 'POST /eu-west-1/v1/batch', 'POST /v1/track']),
    )
  })
})

describe('starting', () => {
  test('a port in use is an error that names it', async () => {
    const emulator = await start()
    const port = Number(new URL(emulator.url).port)
    await expect(startEmulator({ port })).rejects.toThrow(`port ${port} on 127.0.0.1 is in use`)
  })

  test('log gets a line per request, without the write key and the values', async () => {
    const lines: string[] = []
    const emulator = await start({ log: (line) => lines.push(line) })
    await post(`${emulator.endpoints['eu-west-1']}/identify`, identify('somebody'), 'secret-key')
    expect(lines).toEqual([
      expect.stringMatching(/^POST \/eu-west-1\/v1\/identify 200 \d+ bytes 1 events [\d.]+ ms$/),
    ])
  })
})

describe('the settings of a source', () => {
  test.each([
    ['/us-west-2/v1', 'us-key', 200],
    ['/v1', 'us-key', 200],
    ['/eu-west-1/v1', 'eu-key', 200],
    ['/eu-west-1/v1', 'us-key', 404],
    ['/us-west-2/v1', 'eu-key', 404],
    ['/us-west-2/v1', 'other', 404],
    ['/us-west-2/v1', '%', 404],
  ])('below %s are told of %s with %i', async (base, key, status) => {
    const emulator = await start({ writeKeys: WRITE_KEYS })
    expect((await ask(emulator, `${base}/projects/${key}/settings`)).status).toBe(status)
  })

  test('name where to send, and every key has some when any is known', async () => {
    const emulator = await start()
    const { body } = await ask(emulator, '/eu-west-1/v1/projects/a%2Fkey/settings')
    expect(body).toEqual({
      integrations: {
        'Segment.io': {
          apiKey: 'a/key',
          apiHost: emulator.endpoints['eu-west-1'].replace('http://', ''),
        },
      },
    })
    expect(emulator.requests()).toEqual([])
  })
})
