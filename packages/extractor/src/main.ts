import {
  EXTRACT_QUEUE,
  MAP_QUEUE,
  SEND_QUEUE,
  TICK_QUEUE,
  openQueue,
  startWorker,
} from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext, WorkerPart } from '@sluice/shared/runtime'
import { createBackPressure } from './back-pressure.ts'
import { EXTRACT_CONCURRENCY, SWEEP_INTERVAL_MS } from './limits.ts'
import { measureState } from './measure/index.ts'
import { createExtractProcessor } from './processor.ts'
import { startRepeating } from './repeat.ts'
import { reconcileSchedules } from './schedules.ts'
import { sweep } from './sweep.ts'
import { createTickProcessor } from './tick-processor.ts'
import { createWarehouses } from './warehouses.ts'

// Time that jobs under way get to end by themselves; a sync goes on elsewhere from its last chunk.
const DRAIN_DEADLINE_MS = 5_000

/** Starts an extractor: the extract and tick workers, the schedules and the sweep. */
export const extractorPart: WorkerPart = {
  secrets: ['sources', 'letters'],
  start: startExtractor,
}

async function startExtractor(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { log, db, secrets, installationId, redis, payloads, queues, observer } = context

  const tick = lifecycle.use('tick queue', openQueue(TICK_QUEUE, queues), (queue) => queue.close())
  const extract = lifecycle.use('extract queue', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const map = lifecycle.use('map queue', openQueue(MAP_QUEUE, queues), (queue) => queue.close())
  const send = lifecycle.use('send queue', openQueue(SEND_QUEUE, queues), (queue) => queue.close())
  const warehouses = lifecycle.use('warehouses', createWarehouses(db, secrets), (open) => open.close())
  measureState(context.metrics, { db, redis, queues: [tick, extract, map, send] })

  const backPressure = createBackPressure({ db, redis, downstream: [map, send] })
  const edges = { log, db, secrets, installationId, warehouses, payloads, map, send, extract, backPressure }

  const schedules = lifecycle.use(
    'schedules',
    startRepeating(log, SWEEP_INTERVAL_MS, () => reconcileSchedules(db, tick, Date.now())),
    (repeating) => repeating.stop(),
  )
  lifecycle.use(
    'config listener',
    await db.listenConfig((changed) => {
      const [table, id] = changed.split('/')
      if (table === '*' || table === 'sources') warehouses.forget(id)
      if (table === '*' || table === 'mappings') schedules.runNow()
    }),
    (listener) => listener.close(),
  )
  lifecycle.use(
    'sweep',
    startRepeating(log, SWEEP_INTERVAL_MS, () => sweep(edges)),
    (repeating) => repeating.stop(),
  )
  lifecycle.use(
    'tick worker',
    startWorker(TICK_QUEUE, {
      ...queues,
      observer,
      concurrency: 1,
      process: createTickProcessor({ log, db, extract }),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
  lifecycle.use(
    'extract worker',
    startWorker(EXTRACT_QUEUE, {
      ...queues,
      observer,
      concurrency: EXTRACT_CONCURRENCY,
      process: createExtractProcessor(edges),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
}
