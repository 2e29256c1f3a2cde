import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { createBatchBody } from '../core/index.ts'
import { openHttpTrackingApi, type HttpTimeouts } from './open-http-tracking-api.ts'
import type { BatchTarget, TrackingApi } from './tracking-api.ts'

const TARGET: BatchTarget = { region: 'us-west-2', writeKey: 'a-write-key' }
const BODY = createBatchBody([Buffer.from('{"type":"identify","userId":"ü"}')], new Date())
const always = async (): Promise<boolean> => true
/** No time limit that an answer could run into. */
const LONG: HttpTimeouts = { connectMs: 60_000, headersMs: 60_000, bodyMs: 60_000, totalMs: 60_000 }

interface ReceivedRequest {
  readonly request: IncomingMessage
  readonly body: string
}

describe('the Tracking API over HTTP', () => {
  let server: Server
  let base: string
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let received: ReceivedRequest[] = []
  const opened: TrackingApi[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        received.push({ request, body: Buffer.concat(pieces).toString('utf8') })
        answer(request, response)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    received = []
    for (const api of opened.splice(0)) await api.close()
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const open = (
    timeouts?: HttpTimeouts,
    { host = base, lookup }: { host?: string; lookup?: LookupFunction } = {},
  ): TrackingApi => {
    const api = openHttpTrackingApi({
      endpoints: { 'us-west-2': `${host}/us/v1`, 'eu-west-1': `${host}/eu/v1/` },
      userAgent: 'sluice/test',
      ...(timeouts === undefined ? {} : { timeouts }),
      ...(lookup === undefined ? {} : { lookup }),
    })
    opened.push(api)
    return api
  }

  test('posts the body as it is, with Basic auth, to the batch endpoint of the region, over one kept connection', async () => {
    answer = (_request, response) => response.end('{"success":true}')
    const api = open()
    for (const region of ['us-west-2', 'eu-west-1', 'us-west-2'] as const) {
      expect(await api.post({ ...TARGET, region }, BODY, always)).toEqual({
        kind: 'answer',
        status: 200,
        code: null,
        content: 'accepted',
        retryAfter: null,
        rateLimitReset: null,
      })
    }
    expect(received.map(({ request }) => `${request.method} ${request.url}`)).toEqual([
      'POST /us/v1/batch',
      'POST /eu/v1/batch',
      'POST /us/v1/batch',
    ])
    const [first, , third] = received
    expect(first?.body).toBe(BODY.toString('utf8'))
    expect(first?.request.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('a-write-key:').toString('base64')}`,
      'content-type': 'application/json',
      'content-length': String(BODY.length),
      'user-agent': 'sluice/test',
    })
    expect(third?.request.socket).toBe(first?.request.socket)
  })

  test('reads the status, the code and the headers of a refusal', async () => {
    answer = (_request, response) =>
      response
        .writeHead(429, { 'retry-after': '7', 'x-ratelimit-reset': '9' })
        .end('{"success":false,"code":"rate_limited"}')
    expect(await open().post(TARGET, BODY, always)).toEqual({
      kind: 'answer',
      status: 429,
      code: 'rate_limited',
      content: 'refusal',
      retryAfter: '7',
      rateLimitReset: '9',
    })
  })

  test.each([301, 302, 303, 307, 308])('follows no %i', async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: `${base}/elsewhere` }).end()
    expect(await open().post(TARGET, BODY, always)).toMatchObject({ status })
    expect(received).toHaveLength(1)
  })

  test.each([
    ['no JSON', 'upstream said: \u0000\uFFFD', 'other'],
    ['a page for browsers', '<html><body>Sign in</body></html>', 'page'],
    ['JSON that says no', '{"success":false,"code":"invalid_request"}', 'refusal'],
    ['nothing', '', 'nothing'],
  ])('tells what an answer is whose body is %s', async (_what, body, content) => {
    answer = (_request, response) => response.end(body)
    expect(await open().post(TARGET, BODY, always)).toMatchObject({ status: 200, content })
  })

  test('reads no more than the start of an endless answer, and keeps its status', async () => {
    answer = (_request, response) => {
      response.writeHead(400)
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(4_096)));
        if (!response.destroyed) response.once('drain', write)
      }
      write()
    }
    expect(await open().post(TARGET, BODY, always)).toMatchObject({ status: 400, code: null })
  })

  test.each(['{"success":tr', '{"success":true}', ''])(
    'takes nothing for delivered of an answer that does not end in time: %j',
    async (start) => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-length': 100 })
        response.flushHeaders()
        response.write(start)
      }
      const api = open({ ...LONG, bodyMs: 50 })
      expect(await api.post(TARGET, BODY, always)).toMatchObject({ status: 200, content: 'other' })
    },
  )

  test('gives up on a server that never answers', async () => {
    answer = () => {}
    expect(await open({ ...LONG, headersMs: 50 }).post(TARGET, BODY, always)).toEqual({
      kind: 'no answer',
      reason: 'no answer in time',
    })
  })

  test('gives up on an exchange that takes too long altogether', async () => {
    answer = () => {}
    const api = open({ ...LONG, totalMs: 50 })
    expect(await api.post(TARGET, BODY, always)).toEqual({ kind: 'no answer', reason: 'no answer in time' })
  })

  test('reports a connection that breaks after the body was sent', async () => {
    answer = (request) => request.socket.resetAndDestroy()
    expect(await open().post(TARGET, BODY, always)).toMatchObject({ kind: 'no answer' })
    expect(received).toHaveLength(1)
  })

  test('reports a connection that breaks before the body was sent', async () => {
    const deaf = createServer((request) => request.socket.resetAndDestroy())
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
    const host = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`
    // More than the buffers of both ends take in.
    const large = createBatchBody([Buffer.from(`"${'x'.repeat(20_000_000)}"`)], new Date())
    expect(await open(undefined, { host }).post(TARGET, large, always)).toMatchObject({ kind: 'no answer' })
    await new Promise((resolve) => deaf.close(resolve))
  })

  test('withdraws a request before its first byte, and before its last ones, when it may not go on', async () => {
    const large = createBatchBody([Buffer.from(`"${'x'.repeat(400_000)}"`)], new Date())
    for (const refusesAt of [1, 2]) {
      let asked = 0
      const mayGoOn = async (): Promise<boolean> => (asked += 1) !== refusesAt
      const api = open()
      expect(await api.post(TARGET, large, mayGoOn)).toEqual({ kind: 'withdrawn' })
      expect(asked).toBe(refusesAt)
      // The server is as it was: the next one arrives whole, and alone.
      answer = (_request, response) => response.end('{"success":true}')
      expect(await api.post(TARGET, BODY, always)).toMatchObject({ status: 200 })
    }
    expect(received.map(({ body }) => body)).toEqual([BODY.toString('utf8'), BODY.toString('utf8')])
  })

  test('asks for the last bytes when a connection was long in taking the others', async () => {
    let read = (): void => {}
    const slow = createServer((request, response) => {
      read = () => request.resume().on('end', () => response.end('{"success":true}'))
    })
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    const host = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
    // More than the buffers of both ends take in.
    const large = createBatchBody([Buffer.from(`"${'x'.repeat(20_000_000)}"`)], new Date())
    let isLate = false
    const posting = open(undefined, { host }).post(TARGET, large, async () => !isLate)
    await new Promise((resolve) => slow.once('request', resolve))
    isLate = true
    read()
    expect(await posting).toEqual({ kind: 'withdrawn' })
    slow.closeAllConnections()
    await new Promise((resolve) => slow.close(resolve))
  })

  test('reports an answer that is not HTTP', async () => {
    answer = (request) => request.socket.end('SSH-2.0-OpenSSH_9.2\r\n')
    expect(await open().post(TARGET, BODY, always)).toEqual({
      kind: 'no answer',
      reason: 'an answer that is not HTTP',
    })
  })

  test('asks for the address of the host again with every new connection', async () => {
    const asked: string[] = []
    const lookup: LookupFunction = (hostname, options, found) => {
      asked.push(hostname)
      if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }])
      else found(null, '127.0.0.1', 4)
    }
    let connections = 0
    const count = (): void => void (connections += 1)
    server.on('connection', count)
    const api = open(undefined, { host: base.replace('127.0.0.1', 'tracking-api.test'), lookup })
    // Each answer ends its connection.
    answer = (_request, response) => response.setHeader('connection', 'close').end('{"success":true}')
    for (let posts = 0; posts < 3; posts += 1) {
      expect(await api.post(TARGET, BODY, always)).toMatchObject({ status: 200 })
    }
    server.off('connection', count)
    expect(connections).toBe(3)
    expect(asked).toEqual(['tracking-api.test', 'tracking-api.test', 'tracking-api.test'])
  })

  test('reports a host that has no address', async () => {
    const lookup: LookupFunction = (_hostname, _options, found) =>
      found(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '', 4)
    const api = open(undefined, { host: 'http://nowhere.test', lookup })
    expect(await api.post(TARGET, BODY, always)).toEqual({
      kind: 'no answer',
      reason: 'ENOTFOUND',
      isUnsent: true,
    })
  })

  test('reports a server that is not there', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    const endpoint = `http://127.0.0.1:${port}/v1`
    const api = openHttpTrackingApi({
      endpoints: { 'us-west-2': endpoint, 'eu-west-1': endpoint },
      userAgent: 'sluice/test',
    })
    opened.push(api)
    expect(await api.post(TARGET, BODY, always)).toEqual({ kind: 'no answer', reason: 'ECONNREFUSED' })
  })
})
