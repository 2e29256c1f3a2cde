import type { AlertPlaces } from '@sluice/alerts'
import { randomBytes } from 'node:crypto'
import { Queue } from 'bullmq'
import { createDirectAsker, type DirectAskerDeps } from '@sluice/operations'
import { EXTRACT_QUEUE, QUEUES, connectRedis, openQueue, type RedisConnection } from '@sluice/shared/queues'
import { createSecretBox } from '@sluice/shared/secrets'
import { openDatabase, type Database } from '@sluice/shared/store'
import {
  createControlDatabase,
  createQueuePrefix,
  readTestServers,
  removePrefix,
} from '@sluice/shared/testing'
import type { Credentials } from '../access/account.ts'
import { createGate } from '../access/create-gate.ts'
import { createBoard } from '../board/create-board.ts'
import { createOrders, type Orders } from '../board/orders.ts'
import { createApp } from '../create-app.ts'
import { loadBrowserFiles } from '../web/bundle/load-browser-files.ts'
import { readOverview } from '../web/overview/read-overview.ts'
import type { PageDeps } from '../web/pages/page.ts'
import { startConsoleServer } from '../start-console-server.ts'

/** A console over real servers, with queues and a control database of a test file's own. */
export interface TestConsole {
  readonly url: string
  /** What its pages work with. */
  readonly pages: PageDeps
  readonly db: Database
  readonly redis: RedisConnection
  readonly queues: ReadonlyMap<string, Queue>
  /** What the console told its log. */
  readonly errors: readonly unknown[]
  /** Moves the console's clock. */
  passMs(ms: number): void
  /** Asks as `ops:secret` (operator), `eve:look` (viewer), or as nobody. */
  ask(path: string, options?: RequestInit & { readonly as?: 'ops' | 'eve' | 'nobody' }): Promise<Response>
  close(): Promise<void>
}

type SegmentPlaces = ReturnType<DirectAskerDeps['places']>

/** Segment is asked nowhere, unless a test says where. */
const NOWHERE: SegmentPlaces = {
  endpoints: { 'us-west-2': 'http://127.0.0.1:1/v1', 'eu-west-1': 'http://127.0.0.1:1/v1' },
  settings: { 'us-west-2': 'http://127.0.0.1:1', 'eu-west-1': 'http://127.0.0.1:1' },
  proxies: { http: null, https: null, except: '' },
  userAgent: 'sluice/test',
}

const CREDENTIALS: readonly Credentials[] = [
  { user: 'ops', password: 'secret', role: 'operator' },
  { user: 'eve', password: 'look', role: 'viewer' },
]

/** A console that nobody has said the place of. */
const ALERTING: AlertPlaces = { proxies: { http: null, https: null, except: '' }, consoleUrl: null }

/** Opens one on a free port; `null` credentials let everybody in. With a base path it is asked under that. */
export async function openConsole(
  credentials: readonly Credentials[] | null = CREDENTIALS,
  wrapOrders: (orders: Orders) => Orders = (orders) => orders,
  basePath = '',
  places: SegmentPlaces = NOWHERE,
  apiOrigins: readonly string[] = [],
): Promise<TestConsole> {
  const servers = readTestServers(process.env)
  const control = await createControlDatabase(servers.databaseUrl)
  const db = openDatabase({ url: control.url, applicationName: 'sluice console test' })
  const redis = await connectRedis(servers.redisUrl)
  const prefix = createQueuePrefix()
  const queues = QUEUES.map(({ name }): Queue => new Queue(name, { connection: redis, prefix }))
  const extract = openQueue(EXTRACT_QUEUE, { redis, prefix, onError: () => {} })
  const clock = { ms: Date.now() }
  const errors: unknown[] = []
  const deps = {
    queues: new Map(queues.map((queue) => [queue.name, queue])),
    orders: wrapOrders(createOrders(db, () => clock.ms)),
    isRedisReady: () => redis.status === 'ready',
    onError: (error: unknown) => void errors.push(error),
  }
  const secrets = createSecretBox(randomBytes(32).toString('base64'))
  const pages: PageDeps = {
    db,
    extract,
    seal: (secret, place) => secrets.seal(secret, place),
    countRecords: null,
    // This console has the keys that a worker would have.
    asker: createDirectAsker({ db, secrets, places: () => places, alerting: () => ALERTING }),
    readOverview: (query) => readOverview({ db, queues }, query, clock.ms),
    now: () => clock.ms,
  }
  const app = createApp({
    gate:
      credentials &&
      createGate(
        credentials,
        () => clock.ms,
        () => {},
      ),
    basePath,
    boards: {
      operator: createBoard('operator', deps, basePath),
      viewer: createBoard('viewer', deps, basePath),
    },
    pages,
    files: await loadBrowserFiles(),
    apiOrigins,
    isRedisReady: deps.isRedisReady,
    onError: deps.onError,
  })
  const server = await startConsoleServer({ host: '127.0.0.1', port: 0 }, app)
  return {
    url: server.url,
    pages,
    db,
    redis,
    queues: deps.queues,
    errors,
    passMs: (ms) => void (clock.ms += ms),
    ask: (path, { as = 'nobody', headers, ...options } = {}) =>
      fetch(server.url + path, {
        redirect: 'manual',
        ...options,
        headers: { ...createSignIn(credentials, as), ...(headers as Record<string, string>) },
      }),
    async close() {
      await server.close()
      for (const queue of [...queues, extract]) await queue.close()
      await removePrefix(redis, prefix)
      await redis.quit()
      await db.close()
      await control.drop()
    },
  }
}

function createSignIn(credentials: readonly Credentials[] | null, as: string): Record<string, string> {
  const found = credentials?.find(({ user }) => user === as)
  if (found === undefined) return {}
  return {
    authorization: `Basic ${Buffer.from(`${found.user}:${found.password}`).toString('base64')}`,
  }
}
