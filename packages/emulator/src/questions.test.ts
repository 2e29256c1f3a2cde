import { describe, expect, test } from '@jest/globals'
import { type Emulator } from './server.ts'
import { WRITE_KEYS, ask, identify, post, start } from './testing/start-emulator.ts'

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
