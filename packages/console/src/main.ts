import { createReaderSeal } from '@sluice/operations/config/create-reader-seal'
import { EXTRACT_QUEUE, QUEUES, openQueue } from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext, WorkerPart } from '@sluice/shared/runtime'
import { createCountRecords } from './ask/create-count-records.ts'
import { openAsker } from './ask/open-asker.ts'
import { createGate } from './access/create-gate.ts'
import { createProvider } from './access/oidc/create-provider.ts'
import { createBoard } from './board/create-board.ts'
import { createOrders } from './board/orders.ts'
import { parseConsoleConfig } from './config.ts'
import { createApp } from './create-app.ts'
import { loadBrowserFiles } from './web/bundle/load-browser-files.ts'
import { readOverview } from './web/overview/read-overview.ts'
import { orderPatiently } from './order-patiently.ts'
import { startConsoleServer } from './start-console-server.ts'

const ORDER_PATIENCE_MS = 5_000

/** Starts the console: an overview, and Bull Board over every queue, behind sign-in. */
export const consolePart: WorkerPart = {
  // It seals to the keys of workers, and opens nothing but their answers.
  secrets: [],
  start: startConsole,
}

async function startConsole(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { db, env, log } = context
  const config = parseConsoleConfig(env)
  const queues = QUEUES.map((definition) => {
    const queue = openQueue(definition as never, context.queues)
    return lifecycle.use(`${queue.name} queue`, queue, () => queue.close()).raw
  })
  const extract = lifecycle.use('orders', openQueue(EXTRACT_QUEUE, context.queues), (queue) => queue.close())
  const now = (): number => Date.now()
  const onError = (error: unknown): void => log.error({ error }, 'console request failed')
  const deps = {
    queues: new Map(queues.map((queue) => [queue.name, queue])),
    orders: createOrders(db, now),
    isRedisReady: () => context.redis.status === 'ready',
    onError,
  }
  const asker = openAsker(context, lifecycle)
  const app = createApp({
    gate:
      config.credentials &&
      createGate(config.credentials, now, (origin) => log.warn(origin, 'console sign-in refused')),
    oidc: config.oidc && {
      config: config.oidc,
      provider: createProvider(config.oidc),
      now,
      onRefused: (fields) => log.warn(fields, 'console sign-in at the provider refused'),
    },
    basePath: config.basePath,
    boards: {
      operator: createBoard('operator', deps, config.basePath),
      viewer: createBoard('viewer', deps, config.basePath),
    },
    pages: {
      db,
      extract: orderPatiently(extract, ORDER_PATIENCE_MS, onError),
      asker,
      seal: createReaderSeal(db),
      countRecords: createCountRecords(asker),
      readOverview: (query) => readOverview({ db, queues }, query, now()),
      now,
    },
    files: await loadBrowserFiles(),
    apiOrigins: config.apiOrigins,
    isRedisReady: deps.isRedisReady,
    onError,
  })
  const server = lifecycle.use('console', await startConsoleServer(config, app), (running) => running.close())
  log.info({ url: server.url }, 'console ready')
}
