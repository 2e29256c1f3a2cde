import { setMaxListeners } from 'node:events'
import { EXTRACT_QUEUE, SEND_QUEUE, openQueue, startWorker } from '@sluice/shared/queues'
import {
  VERSION,
  readProxies,
  type Lifecycle,
  type WorkerContext,
  type WorkerPart,
  parseEnvironment,
  readSettingsEndpoints,
} from '@sluice/shared/runtime'
import { startSegmentAnswers } from './ask/start-segment-answers.ts'
import { createBatcher, createByteBudget } from './batcher/index.ts'
import { createRedisBudgets } from './budgets/index.ts'
import { createDelivery } from './deliver-batch.ts'
import { createDestinationStates } from './destination-states.ts'
import { createDestinations } from './destinations.ts'
import { createFence } from './fence/index.ts'
import { createRedisHolds } from './holds/index.ts'
import { LANE_OPTIONS, RETRY_POLICY, BYTE_BUDGET_OPTIONS, SEND_CONCURRENCY } from './limits.ts'
import { createKeyChecks } from './key-checks.ts'
import { createSendMeter } from './meter.ts'
import { createSendProcessor } from './processor.ts'
import { createSizes } from './sizes.ts'
import { canAskAboutKeys, openHttpTrackingApi, readSourceSettings } from './tracking-api/index.ts'

const SETTINGS_VARIABLES = [
  'SLUICE_SETTINGS_ENDPOINT_US_WEST_2',
  'SLUICE_SETTINGS_ENDPOINT_EU_WEST_1',
] as const
const USER_AGENT = `sluice/${VERSION}`

/** Starts a sender. */
export const senderPart: WorkerPart = {
  secrets: ['destinations', 'letters'],
  start: startSender,
}

async function startSender(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { log, db, secrets, redis, payloads, queues, observer, traces, endpoints } = context
  const extract = lifecycle.use('extract queue', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const destinations = createDestinations(db, secrets)
  lifecycle.use(
    'config listener',
    await db.listenConfig((changed) => {
      if (changed === '*' || changed.startsWith('destinations/')) destinations.forget()
    }),
    (listener) => listener.close(),
  )
  const proxies = readProxies(context.env)
  const settings = readSettingsEndpoints(parseEnvironment(context.env, SETTINGS_VARIABLES))
  const api = lifecycle.use(
    'tracking api',
    openHttpTrackingApi({ endpoints, userAgent: USER_AGENT, proxies }),
    (open) => open.close(),
  )
  startSegmentAnswers(context, lifecycle, { endpoints, settings, proxies, userAgent: USER_AGENT })
  const stopping = new AbortController()
  const { signal } = stopping
  // Everything that waits for a budget or a repeat listens: as many as there are requests.
  setMaxListeners(0, signal)
  const now = (): number => performance.now()

  const holds = createRedisHolds(redis, queues.prefix)
  const budgets = createRedisBudgets(redis, queues.prefix)
  const meter = createSendMeter(context.metrics)
  const byteBudget = createByteBudget(BYTE_BUDGET_OPTIONS)
  meter.watchBytes(() => byteBudget.takenBytes)
  const sizes = createSizes()
  const keys = createKeyChecks({
    log,
    now,
    ask: async ({ region, writeKey }) =>
      canAskAboutKeys(region, { endpoint: endpoints[region], settings: settings[region] })
        ? readSourceSettings(settings[region], writeKey, USER_AGENT, proxies)
        : { kind: 'known', apiHost: null },
  })
  const states = createDestinationStates({ db, destinations, log, now })
  const deliver = createDelivery({
    api,
    sizes,
    holds,
    budgets,
    fence: createFence(db),
    meter,
    log,
    traces,
    signal,
    retry: RETRY_POLICY,
    now,
  })
  const batcher = createBatcher(deliver, byteBudget, LANE_OPTIONS, sizes)
  const deps = {
    log,
    traces,
    db,
    secrets,
    payloads,
    destinations,
    states,
    keys,
    holds,
    batcher,
    extract,
    meter,
    now,
  }
  lifecycle.use(
    'send worker',
    startWorker(SEND_QUEUE, {
      ...queues,
      observer,
      concurrency: SEND_CONCURRENCY,
      process: createSendProcessor(deps),
    }),
    // What is not on its way is handed back at once; what was posted may be answered within the lane's grace.
    (worker) => {
      stopping.abort(new Error('the sender stops'))
      return worker.stop(0)
    },
  )
}
