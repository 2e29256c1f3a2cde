import { afterEach, describe, expect, test } from '@jest/globals'
import type { FaultAction, FaultRule } from '../faults/fault-rule.ts'
import { FaultRuleError } from '../faults/parse-fault-rules.ts'
import { type Emulator, startEmulator } from '../server.ts'

const open: Emulator[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((emulator) => emulator.close()))
})

async function startWith(...rules: readonly FaultRule[]): Promise<Emulator> {
  const emulator = await startEmulator()
  open.push(emulator)
  emulator.setFaults(rules)
  return emulator
}

function send(
  emulator: Emulator,
  userId = 'u1',
  region: 'us-west-2' | 'eu-west-1' = 'us-west-2',
  signal?: AbortSignal,
): Promise<Response> {
  const body = JSON.stringify({ writeKey: 'key', batch: [{ type: 'identify', userId, messageId: userId }] })
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: signal ?? null,
  }
  return fetch(`${emulator.endpoints[region]}/batch`, init)
}

/** How a request fails, as text; null if it does not. */
function readFailure(answer: Promise<unknown>): Promise<string | null> {
  return answer.then(() => null, String)
}

/** Waits for a fact, however long the machine takes. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

describe('faults', () => {
  test.each([300, 400, 401, 403, 404, 408, 413, 429, 460, 500, 503, 599])(
    'status answers %i and accepts nothing',
    async (status) => {
      const emulator = await startWith({ action: { type: 'status', status }, times: 1 })
      const response = await send(emulator)
      expect([response.status, await response.json()]).toMatchObject([
        status,
        { success: false, code: 'fault' },
      ])
      expect(emulator.counts()).toMatchObject({ requests: 1, events: 0, statuses: { [status]: 1 } })
      expect((await send(emulator)).status).toBe(200)
      expect(emulator.counts()).toMatchObject({ accepted: 1, duplicates: 0 })
    },
  )

  test.each([
    [{ retryAfter: 7 }, '7', null],
    [{ rateLimitReset: 1.5 }, null, '1.5'],
    [
      { retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT', rateLimitReset: 3 },
      'Wed, 21 Oct 2026 07:28:00 GMT',
      '3',
    ],
    [{}, null, null],
  ])('a 429 with %j sends just these headers', async (waits, retryAfter, rateLimitReset) => {
    const response = await send(await startWith({ action: { type: 'status', status: 429, ...waits } }))
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(response.headers.get('x-ratelimit-reset')).toBe(rateLimitReset)
  })

  test('statusAfterAccept accepts and answers otherwise, so that the repetition is a duplicate', async () => {
    const emulator = await startWith({ action: { type: 'statusAfterAccept', status: 504 }, times: 1 })
    expect((await send(emulator)).status).toBe(504)
    expect((await send(emulator)).status).toBe(200)
    expect(emulator.counts()).toMatchObject({ accepted: 1, duplicates: 1, statuses: { 504: 1, 200: 1 } })
  })

  test('reset destroys the connection before anything is accepted', async () => {
    const emulator = await startWith({ action: { type: 'reset' }, times: 1 })
    await expect(send(emulator)).rejects.toThrow('fetch failed')
    expect((await send(emulator)).status).toBe(200)
    expect(emulator.counts()).toMatchObject({
      requests: 2,
      accepted: 1,
      duplicates: 0,
      statuses: { reset: 1, 200: 1 },
    })
  })

  test('resetAfterAccept accepts and loses the answer, so that the repetition is a duplicate', async () => {
    const emulator = await startWith({ action: { type: 'resetAfterAccept' }, times: 1 })
    await expect(send(emulator)).rejects.toThrow('fetch failed')
    expect(emulator.counts()).toMatchObject({ accepted: 1, duplicates: 0, statuses: { reset: 1 } })
    expect((await send(emulator)).status).toBe(200)
    expect(emulator.counts()).toMatchObject({ accepted: 1, duplicates: 1, statuses: { reset: 1, 200: 1 } })
  })

  test.each([
    ['hang', 0],
    ['hangAfterAccept', 1],
  ] as const)(
    '%s gives no answer and accepts %i events; the client leaves by itself',
    async (type, accepted) => {
      const emulator = await startWith({ action: { type } })
      const leaving = new AbortController()
      const failure = readFailure(send(emulator, 'u1', 'us-west-2', leaving.signal))
      await until(() => emulator.counts().statuses['hang'] === 1)
      leaving.abort()
      expect(await failure).toContain('AbortError')
      expect(emulator.counts()).toMatchObject({ accepted })
    },
  )

  test.each<FaultAction>([
    { type: 'hang' },
    { type: 'delay', delayMs: 600_000 },
    { type: 'slowBody', delayMs: 600_000 },
  ])('closing the emulator ends a request held by %j', async (action) => {
    const emulator = await startWith({ action })
    const failure = readFailure(send(emulator).then((response) => response.text()))
    await until(() => emulator.faults()[0]?.caught === 1)
    await emulator.close()
    expect(await failure).toMatch(/fetch failed|terminated/)
  })

  test('delay goes on as usual, also with what the request deserves', async () => {
    const emulator = await startWith({ action: { type: 'delay', delayMs: 5 } })
    expect((await send(emulator)).status).toBe(200)
    expect((await fetch(`${emulator.url}/v1/batch`, { method: 'POST', body: 'x' })).status).toBe(400)
    expect(emulator.counts()).toMatchObject({ accepted: 1, statuses: { 200: 1, 400: 1 } })
  })

  test('slowBody accepts and gives its whole answer in the end', async () => {
    const emulator = await startWith({ action: { type: 'slowBody', delayMs: 20 } })
    const response = await send(emulator)
    expect(emulator.counts()).toMatchObject({ accepted: 1 })
    expect(await response.json()).toEqual({ success: true })
  })

  test('a fault that matches an event refuses the batches that hold it, and only those', async () => {
    const emulator = await startWith({
      match: { userId: ['bad', 'worse'] },
      action: { type: 'status', status: 400 },
    })
    const statuses = []
    for (const userId of ['good', 'bad', 'worse', 'fine'])
      statuses.push((await send(emulator, userId)).status)
    expect(statuses).toEqual([200, 400, 400, 200])
    expect(emulator.events().map(({ messageId }) => messageId)).toEqual(['good', 'fine'])
  })

  test('a fault of one region leaves the other alone', async () => {
    const emulator = await startWith({
      match: { region: 'eu-west-1' },
      action: { type: 'status', status: 503 },
    })
    expect((await send(emulator, 'u1', 'eu-west-1')).status).toBe(503)
    expect((await send(emulator, 'u2', 'us-west-2')).status).toBe(200)
  })

  test('setFaults replaces the rules, refuses a wrong one whole, and reset leaves them', async () => {
    const emulator = await startWith({ action: { type: 'hang' } })
    emulator.setFaults([{ action: { type: 'reset' } }])
    expect(() => emulator.setFaults([{ action: { type: 'status', status: 42 } }])).toThrow(FaultRuleError)
    emulator.reset()
    expect(emulator.faults()).toMatchObject([{ action: { type: 'reset' } }])
    emulator.setFaults([])
    expect(emulator.faults()).toEqual([])
  })
})

describe('faults over http', () => {
  async function call(
    emulator: Emulator,
    method: string,
    path = '/faults',
    body?: string,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${emulator.url}${path}`, { method, body: body ?? null })
    return { status: response.status, body: await response.json() }
  }

  test('POST adds one rule or a list, GET shows what each caught, DELETE removes one or all', async () => {
    const emulator = await startWith()
    const first = { action: { type: 'status', status: 503 }, times: 2 }
    const others = [
      { match: { region: 'eu-west-1' }, action: { type: 'reset' } },
      { action: { type: 'delay', delayMs: 1 } },
    ]
    expect(await call(emulator, 'POST', '/faults', JSON.stringify(first))).toEqual({
      status: 200,
      body: { faults: [{ id: 1, ...first, caught: 0 }] },
    })
    await call(emulator, 'POST', '/faults', JSON.stringify(others))
    await send(emulator)
    expect(await call(emulator, 'GET')).toMatchObject({
      body: {
        faults: [
          { id: 1, caught: 1 },
          { id: 2, caught: 0 },
          { id: 3, caught: 0 },
        ],
      },
    })
    expect(await call(emulator, 'DELETE', '/faults?id=2')).toMatchObject({
      body: { faults: [{ id: 1 }, { id: 3 }] },
    })
    expect(await call(emulator, 'DELETE', '/faults?id=2')).toMatchObject({
      status: 400,
      body: { code: 'bad_request' },
    })
    expect(await call(emulator, 'DELETE')).toEqual({ status: 200, body: { faults: [] } })
  })

  test.each([
    ['{', 'the body is not JSON'],
    ['[{"action":{"type":"reset"}},{"action":{"type":"explode"}}]', '[1].action.type: expected one of'],
  ])('%s is a bad request and changes nothing', async (body, message) => {
    const emulator = await startWith()
    expect(await call(emulator, 'POST', '/faults', body)).toMatchObject({
      status: 400,
      body: { code: 'bad_request', message: expect.stringContaining(message) },
    })
    expect(emulator.faults()).toEqual([])
  })
})
