import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { startRedis, startSentinel, type LocalServer } from '@sluice/local'
import { closeRedis, connectRedis, type RedisConnection } from '@sluice/shared/queues'
import { waitFor } from '@sluice/shared/testing'
import { openInstallation, PROGRAM, type Installation } from '@sluice/cli/testing'

const PASSWORD = 'p@ss/w:rd,?#%'
const ENCODED = encodeURIComponent(PASSWORD)
const HOST = 'localhost'
const SLOTS = 16_384

let folder: string
let installation: Installation

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-redis-'))
  // A name, and no address: as the certificates of managed servers are.
  openssl('-keyout ca.key -out ca.crt -subj /CN=ca')
  openssl(
    `-CA ca.crt -CAkey ca.key -keyout server.key -out server.crt -subj /CN=${HOST} -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:${HOST}`,
  )
  openssl(
    '-CA ca.crt -CAkey ca.key -keyout other.key -out other.crt -subj /CN=other -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:other.example',
  )
  installation = await openInstallation({ SLUICE_HTTP_PORT: '0' })
})
afterAll(async () => {
  await installation.close()
  await rm(folder, { recursive: true })
})

function openssl(args: string): void {
  const always = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
  try {
    execFileSync('openssl', `${always} ${args}`.split(' '), { cwd: folder, stdio: 'pipe' })
  } catch (cause) {
    throw new Error('certificates for this test are made with openssl: install it, and run the test again', {
      cause,
    })
  }
}

const tlsSettings = (port: number, certificate = 'server'): string[] => [
  `tls-port ${port}`,
  `tls-cert-file ${join(folder, certificate)}.crt`,
  `tls-key-file ${join(folder, certificate)}.key`,
  `tls-ca-cert-file ${join(folder, 'ca.crt')}`,
  'tls-auth-clients no',
]

const PORT_TRIES = 10

/**
 * Starts a server with a port of the test's choice, below the usual ephemeral ones so
 * that 10,000 above it is one too; another one where that is taken.
 */
async function startOnSomePort(
  createSettings: (port: number) => readonly string[],
): Promise<{ readonly server: LocalServer; readonly port: number }> {
  for (let tries = 1; ; tries += 1) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    try {
      return { server: await startRedis({ settings: createSettings(port) }), port }
    } catch (error) {
      if (tries === PORT_TRIES) throw error
    }
  }
}

/** Has a server take the password of all. */
async function share(server: LocalServer): Promise<Redis> {
  const redis = new Redis(server.url)
  await redis.config('SET', 'masterauth', PASSWORD)
  await redis.config('SET', 'requirepass', PASSWORD)
  await redis.auth(PASSWORD)
  return redis
}

/** Starts a worker on this address, and answers with what it says when it is ready, or with its last words. */
async function tryWorker(url: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(PROGRAM.execPath, [...PROGRAM.execArgv, PROGRAM.script, 'start', 'mapper'], {
    env: { ...installation.env, REDIS_URL: url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => (text += part))
  let isOver = false
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(() => {
    isOver = true
  })
  try {
    return await waitFor(
      'the worker to be ready, or to give up',
      () => (text.includes('"worker ready"') ? 'ready' : isOver && text.trim().split('\n').at(-1)),
      60_000,
    )
  } finally {
    child.kill('SIGTERM')
    await ended
    expect(text).not.toContain(PASSWORD)
    expect(text).not.toContain(ENCODED)
  }
}

/** Writes what only a connection to the right place can, and reads it. */
async function expectWorks(connection: RedisConnection): Promise<void> {
  try {
    const keys = ['{one}:a', '{two}:b', '{three}:c']
    for (const key of keys) await connection.set(key, key)
    expect(await Promise.all(keys.map((key) => connection.get(key)))).toEqual(keys)
  } finally {
    await closeRedis(connection)
  }
}

describe('a Redis Cluster', () => {
  let nodes: LocalServer[]
  let tlsPorts: number[]

  beforeAll(async () => {
    nodes = []
    tlsPorts = []
    for (let index = 0; index < 3; index += 1) {
      const { server, port } = await startOnSomePort((tlsPort) => [
        'cluster-enabled yes',
        'tls-cluster yes',
        'cluster-node-timeout 2000',
        ...tlsSettings(tlsPort),
        `cluster-port ${tlsPort + 10_000}`,
      ])
      nodes.push(server)
      tlsPorts.push(port)
    }
    const admins = await Promise.all(nodes.map(share))
    const [first] = admins
    for (const [index, admin] of admins.entries()) {
      const from = Math.floor((SLOTS / 3) * index)
      const to = Math.floor((SLOTS / 3) * (index + 1)) - 1
      await admin.call('cluster', 'addslotsrange', from, to)
      if (index > 0)
        await first!.call('cluster', 'meet', '127.0.0.1', tlsPorts[index]!, tlsPorts[index]! + 10_000)
    }
    for (const admin of admins) {
      await waitFor('the cluster to form', async () => {
        const info = String(await admin.call('cluster', 'info'))
        return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
      })
    }
    for (const admin of admins) admin.disconnect()
  })
  afterAll(() => Promise.all(nodes.map((node) => node.stop())))

  test('is noticed behind one endpoint', async () => {
    await expectWorks(await connectRedis(`redis://:${ENCODED}@${HOST}:${nodes[0]!.port}`))
  })

  test('is reached by several of its nodes', async () => {
    const urls = nodes.slice(1).map(({ port }) => `redis://:${ENCODED}@127.0.0.1:${port}`)
    await expectWorks(await connectRedis(urls.join(',')))
  })

  test('has no database but the first', async () => {
    await expect(connectRedis(`redis://:${ENCODED}@${HOST}:${nodes[0]!.port}/2`)).rejects.toThrow(
      'REDIS_URL names a database other than 0, and a Redis Cluster has no other',
    )
  })

  test('serves workers over TLS by one endpoint, whose name the certificates are for, though nodes are told by address', async () => {
    const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') }
    const at = (host: string): string => `rediss://:${ENCODED}@${host}:${tlsPorts[0]}`
    expect(await tryWorker(at(HOST), trust)).toBe('ready')
    expect(await tryWorker(at('127.0.0.1'), trust)).toContain('(ERR_TLS_CERT_ALTNAME_INVALID)')
    expect(await tryWorker(at(HOST))).toContain('cannot be reached (')
  })
})

describe('a primary that sentinels name', () => {
  let servers: LocalServer[]
  let sentinels: LocalServer[]

  beforeAll(async () => {
    servers = await Promise.all([startRedis(), startRedis()])
    const [primary, replica] = await Promise.all(servers.map(share))
    await replica!.call('replicaof', '127.0.0.1', servers[0]!.port)
    sentinels = await Promise.all(
      [1, 2].map(() =>
        startSentinel({
          settings: [
            `sentinel monitor people 127.0.0.1 ${servers[0]!.port} 1`,
            `sentinel auth-pass people ${PASSWORD}`,
            'sentinel down-after-milliseconds people 1000',
            'sentinel failover-timeout people 5000',
          ],
        }),
      ),
    )
    for (const { url } of sentinels) {
      const sentinel = new Redis(url)
      await waitFor('the sentinel to know the replica', async () =>
        String(await sentinel.call('sentinel', 'replicas', 'people')).includes(String(servers[1]!.port)),
      )
      sentinel.disconnect()
    }
    primary!.disconnect()
    replica!.disconnect()
  })
  afterAll(() => Promise.all([...servers, ...sentinels].map((server) => server.stop())))

  const address = (): string =>
    `redis+sentinel://:${ENCODED}@${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/people`

  test('serves workers', async () => {
    expect(await tryWorker(address())).toBe('ready')
  })

  test('is another after a fail-over, and what was connected goes over to it', async () => {
    const connection = await connectRedis(address())
    await connection.set('{x}:a', '1')
    await connection.wait(1, 10_000)
    const lost = once(connection, 'close')
    await servers[0]!.kill()
    await lost
    // Left alone, it would end whatever connection is being made when it hears of the fail-over.
    expect(connection).toMatchObject({ connector: { failoverDetector: { isDisconnected: true } } })
    await connection.set('{x}:b', '2')
    expect(await connection.info('server')).toContain(`tcp_port:${servers[1]!.port}`)
    expect(await connection.mget('{x}:a', '{x}:b')).toEqual(['1', '2'])
    await closeRedis(connection)
  })

  test('is told by its name when no sentinel knows it', async () => {
    const unknown = connectRedis(address().replace(/people$/, 'others'), { readyTimeoutMs: 2_000 })
    await expect(unknown).rejects.toThrow(
      /^redis others of the sentinels 127\.0\.0\.1:\d+,127\.0\.0\.1:\d+ cannot be reached/,
    )
  })
})

test('a server over TLS must have a certificate for its name', async () => {
  const servers = await Promise.all(
    ['server', 'other'].map(async (certificate) => {
      const { server, port } = await startOnSomePort((tlsPort) => tlsSettings(tlsPort, certificate))
      const admin = await share(server)
      admin.disconnect()
      return { server, url: `rediss://:${ENCODED}@${HOST}:${port}` }
    }),
  )
  const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') }
  expect(await tryWorker(servers[0]!.url, trust)).toBe('ready')
  expect(await tryWorker(servers[1]!.url, trust)).toContain('(ERR_TLS_CERT_ALTNAME_INVALID)')
  await Promise.all(servers.map(({ server }) => server.stop()))
})
