import { EXTRACT_QUEUE, SEND_QUEUE, openQueue, startWorker } from '@sluice/shared/queues'
import { VERSION, type Lifecycle, type WorkerContext, type WorkerPart } from '@sluice/shared/runtime'
import { createBatcher } from './batcher/index.ts'
import { createDelivery } from './deliver-batch.ts'
import { createDestinations } from './destinations.ts'
import { createRedisHolds } from './holds/index.ts'
import { DRAIN_DEADLINE_MS, LANE_OPTIONS, RETRY_POLICY, SEND_CONCURRENCY } from './limits.ts'
import { createSendMeter } from './meter.ts'
import { createSendProcessor } from './processor.ts'
import { openHttpTrackingApi } from './tracking-api/index.ts'

/** Starts a sender. */
export const senderPart: WorkerPart = {
  secrets: ['destinations', 'letters'],
  start: startSender,
}

async function startSender(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { log, db, secrets, redis, payloads, queues, observer, endpoints } = context
  const extract = lifecycle.use('extract queue', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const destinations = createDestinations(db, secrets)
  lifecycle.use(
    'config listener',
    await db.listenConfig((changed) => {
      if (changed === '*' || changed.startsWith('destinations/')) destinations.forget()
    }),
    (listener) => listener.close(),
  )
  const api = lifecycle.use(
    'tracking api',
    openHttpTrackingApi({ endpoints, userAgent: `sluice/${VERSION}` }),
    (open) => open.close(),
  )
  const { signal } = lifecycle.use('deliveries', new AbortController(), (stopping) => stopping.abort())

  const holds = createRedisHolds(redis, queues.prefix)
  const meter = createSendMeter(context.metrics)
  const deliver = createDelivery({ api, holds, meter, log, signal, retry: RETRY_POLICY })
  const batcher = createBatcher(deliver, LANE_OPTIONS)
  const edges = { log, db, secrets, payloads, destinations, holds, batcher, extract, meter }
  lifecycle.use(
    'send worker',
    startWorker(SEND_QUEUE, {
      ...queues,
      observer,
      concurrency: SEND_CONCURRENCY,
      process: createSendProcessor(edges),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
}
