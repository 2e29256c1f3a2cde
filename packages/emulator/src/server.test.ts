import { describe, expect, test } from '@jest/globals'
import { CALLS } from './call.ts'
import { BATCH_LIMIT_EVENTS } from './limits.ts'
import { REGIONS } from './region.ts'
import { startEmulator } from './server.ts'
import { WRITE_KEYS, ask, identify, post, start } from './testing/start-emulator.ts'

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
