import { afterEach, describe, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type LookupFunction, type Socket } from 'node:net'
import { readProxies, type Environment } from '@sluice/shared/runtime'
import { openHttpTrackingApi } from './open-http-tracking-api.ts'
import { probeEndpoint } from './probe-endpoint.ts'
import { readSourceSettings } from './read-source-settings.ts'
import type { TrackingApi } from './tracking-api.ts'

const BODY = Buffer.from('{"batch":[]}')
const DELIVERED = { kind: 'answer', status: 200, content: 'accepted' }

/** A proxy that tunnels to one port of this machine, whatever it is asked for, or refuses with a status. */
interface TestProxy {
  readonly url: string
  readonly asked: { readonly authority: string; readonly login: string | undefined }[]
}

describe('behind a proxy', () => {
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })
  const listen = async (server: Server): Promise<number> => {
    const sockets = new Set<Socket>()
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    })
    return (server.address() as AddressInfo).port
  }
  const openApiServer = async (): Promise<{ readonly port: number; readonly paths: string[] }> => {
    const paths: string[] = []
    const port = await listen(
      createServer((request, response) => {
        paths.push(`${request.method} http://${request.headers.host}${request.url}`)
        request.resume().on('end', () => response.end('{"success":true}'))
      }),
    )
    return { port, paths }
  }
  const openProxy = async (port: number, refusal?: number): Promise<TestProxy> => {
    const asked: TestProxy['asked'][number][] = []
    const server = createServer((_request, response) => response.writeHead(501).end())
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push({ authority: request.url ?? '', login: request.headers['proxy-authorization'] })
      if (refusal !== undefined) {
        socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`)
        return
      }
      const behind = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        behind.pipe(socket).pipe(behind)
      })
      behind.on('error', () => socket.destroy())
      socket.on('close', () => behind.destroy())
    })
    return { url: `127.0.0.1:${await listen(server)}`, asked }
  }
  const post = async (
    endpoint: string,
    env: Environment,
    { posts = 1, lookup }: { posts?: number; lookup?: LookupFunction } = {},
  ): Promise<readonly Awaited<ReturnType<TrackingApi['post']>>[]> => {
    const api = openHttpTrackingApi({
      endpoints: { 'us-west-2': endpoint, 'eu-west-1': endpoint },
      userAgent: 'test',
      proxies: readProxies(env),
      ...(lookup === undefined ? {} : { lookup }),
    })
    closing.push(() => api.close())
    const responses: Awaited<ReturnType<TrackingApi['post']>>[] = []
    for (let n = 0; n < posts; n += 1)
      responses.push(await api.post({ region: 'us-west-2', writeKey: 'a-write-key' }, BODY, async () => true))
    return responses
  }

  test.each(['HTTP_PROXY', 'http_proxy'])(
    '%s takes requests through a tunnel, which is kept',
    async (name) => {
      const { port, paths } = await openApiServer()
      const proxy = await openProxy(port)
      const responses = await post(
        'http://tracking-api.test/v1',
        { [name]: `http://ada:se%40cret@${proxy.url}` },
        { posts: 5 },
      )
      expect(responses).toMatchObject(Array.from({ length: 5 }, () => DELIVERED))
      expect(new Set(paths)).toEqual(new Set(['POST http://tracking-api.test/v1/batch']))
      expect(proxy.asked[0]).toEqual({
        authority: 'tracking-api.test:80',
        login: `Basic ${Buffer.from('ada:se@cret').toString('base64')}`,
      })
      expect(proxy.asked.length).toBeLessThanOrEqual(2)
    },
  )

  test('HTTPS_PROXY is for https, and an address without a scheme will do', async () => {
    const { port } = await openApiServer()
    const [plain, secure] = [await openProxy(port), await openProxy(port)]
    // What answers is no TLS: it is enough that the tunnel was asked for.
    const [response] = await post('https://tracking-api.test/v1', {
      HTTP_PROXY: plain.url,
      HTTPS_PROXY: secure.url,
    })
    expect(response).toMatchObject({ kind: 'no answer' })
    expect(plain.asked).toEqual([])
    expect(secure.asked).toMatchObject([{ authority: 'tracking-api.test:443', login: undefined }])
  })

  test.each([
    ['a host of NO_PROXY', 'tracking-api.test', { NO_PROXY: 'other.test, tracking-api.test' }],
    ['a host under a domain of no_proxy', 'tracking-api.test', { no_proxy: '.test' }],
    ['a host and its port', 'tracking-api.test', { NO_PROXY: 'tracking-api.test:PORT' }],
    ['every host', 'tracking-api.test', { NO_PROXY: '*' }],
    ['this machine', '127.0.0.1', {}],
    ['this machine by name', 'localhost', { NO_PROXY: 'other.test' }],
  ])('%s is reached without it', async (_what, host, env) => {
    const { port } = await openApiServer()
    const proxy = await openProxy(port, 407)
    const lookup: LookupFunction = (_hostname, options, found) => {
      if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }])
      else found(null, '127.0.0.1', 4)
    }
    const exceptions = Object.fromEntries(
      Object.entries(env).map(([name, text]) => [name, text.replace('PORT', String(port))]),
    )
    const [response] = await post(
      `http://${host}:${port}/v1`,
      { HTTP_PROXY: proxy.url, ...exceptions },
      { lookup },
    )
    expect(response).toMatchObject(DELIVERED)
    expect(proxy.asked).toEqual([])
  })

  test.each([407, 403, 502])('a proxy that refuses with %i is told as what it is', async (status) => {
    const proxy = await openProxy(1, status)
    const [response] = await post('http://tracking-api.test/v1', { HTTP_PROXY: proxy.url })
    expect(response).toEqual({ kind: 'no answer', reason: `the proxy refuses the way out (HTTP ${status})` })
  })

  test('settings and probes go the same way', async () => {
    const { port, paths } = await openApiServer()
    const proxy = await openProxy(port)
    const proxies = readProxies({ HTTP_PROXY: proxy.url })
    expect(await readSourceSettings('http://cdn.test/v1', 'a key', 'test', proxies)).toEqual({
      kind: 'known',
      apiHost: null,
    })
    expect(await probeEndpoint('http://tracking-api.test/v1', 'test', proxies)).toMatchObject({ status: 200 })
    expect(paths).toEqual([
      'GET http://cdn.test/v1/projects/a%20key/settings',
      'GET http://tracking-api.test/v1/batch',
    ])
    expect(proxy.asked.map(({ authority }) => authority)).toEqual(['cdn.test:80', 'tracking-api.test:80'])
  })
})
