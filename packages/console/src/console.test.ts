import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { QUEUES, SEND_QUEUE, connectRedis, openQueue, type RedisConnection } from '@sluice/shared/queues'
import { createQueuePrefix, readTestServers, removePrefix } from '@sluice/shared/testing'
import { parseConsoleConfig } from './config.ts'
import { startConsoleServer, type ConsoleServer } from './start-console-server.ts'

describe('the console', () => {
  const prefix = createQueuePrefix()
  const signedIn = { authorization: `Basic ${Buffer.from('ops:secret').toString('base64')}` }
  let redis: RedisConnection
  let server: ConsoleServer
  let queues: ReturnType<typeof openQueue>[]

  beforeAll(async () => {
    redis = await connectRedis(readTestServers(process.env).redisUrl)
    queues = QUEUES.map((definition) => openQueue(definition as never, { redis, prefix, onError: () => {} }))
    server = await startConsoleServer(
      { host: '127.0.0.1', port: 0, credentials: { user: 'ops', password: 'secret' } },
      queues.map(({ raw }) => raw),
    )
  })
  afterAll(async () => {
    await server.close()
    for (const queue of queues) await queue.close()
    await removePrefix(redis, prefix)
    await redis.quit()
  })

  test.each(['/', '/queues', '/queues/api/queues', '/queues/static/favicon.svg', '/nowhere'])(
    'asks who is there before it shows %s',
    async (path) => {
      const response = await fetch(server.url + path)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toContain('Basic')
    },
  )

  test('refuses a wrong password', async () => {
    const wrong = `Basic ${Buffer.from('ops:wrong').toString('base64')}`
    expect((await fetch(`${server.url}/queues`, { headers: { authorization: wrong } })).status).toBe(401)
  })

  test('lists every queue of the flow to whoever signs in', async () => {
    const response = await fetch(`${server.url}/queues/api/queues`, { headers: signedIn })
    expect(response.status).toBe(200)
    const body = (await response.json()) as { queues: { name: string }[] }
    expect(body.queues.map(({ name }) => name).sort()).toEqual(['extract', 'map', 'send', 'tick'])
  })

  test('shows its page under a policy that runs no foreign script', async () => {
    const response = await fetch(`${server.url}/queues`, { headers: signedIn })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await response.text()).toContain('Sluice')
  })

  test("refuses another site's order though the browser is signed in", async () => {
    const response = await fetch(`${server.url}/queues/api/queues/${SEND_QUEUE.name}/pause`, {
      method: 'PUT',
      headers: { ...signedIn, 'sec-fetch-site': 'cross-site' },
    })
    expect(response.status).toBe(403)
  })
})

describe('the config of the console', () => {
  test('lets everybody in only on a loopback address', () => {
    expect(parseConsoleConfig({}).credentials).toBeNull()
    expect(() => parseConsoleConfig({ SLUICE_CONSOLE_HOST: '0.0.0.0' })).toThrow(
      'SLUICE_CONSOLE_USER and SLUICE_CONSOLE_PASSWORD are missing',
    )
  })

  test('wants a password with a user', () => {
    expect(() => parseConsoleConfig({ SLUICE_CONSOLE_USER: 'ops' })).toThrow(
      'SLUICE_CONSOLE_PASSWORD is missing',
    )
  })
})
