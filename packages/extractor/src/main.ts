import { openBodyWriter } from '@sluice/shared/bodies'
import {
  DEAD_LETTER_QUEUE,
  EXTRACT_QUEUE,
  MAP_QUEUE,
  SEND_QUEUE,
  TICK_QUEUE,
  openQueue,
  startWorker,
} from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext, WorkerPart } from '@sluice/shared/runtime'
import { pruneAlerts, pruneHistory, pruneSeries, pruneUsage, readDatabaseTime } from '@sluice/shared/store'
import { startAlerts } from './alerts/start-alerts.ts'
import { startAnswers } from './ask/start-answers.ts'
import { giveUpPoison } from './sync/abandon-sync.ts'
import { createBackPressure } from './sync/back-pressure.ts'
import { createDeadLetterProcessor, reconcileGroups } from './dead-letters/index.ts'
import {
  EXTRACT_CONCURRENCY,
  GROUPS_INTERVAL_MS,
  HISTORY_AGE_MS,
  PRUNE_INTERVAL_MS,
  SERIES_INTERVAL_MS,
  SWEEP_INTERVAL_MS,
  TICK_CONCURRENCY,
  USAGE_INTERVAL_MS,
} from './limits.ts'
import { createFlowMeter, measureState } from './measure/index.ts'
import { createExtractProcessor } from './sync/processor.ts'
import { startRepeating } from './repeat.ts'
import type { SyncDeps } from './sync-deps.ts'
import { reconcileSchedules } from './schedule/schedules.ts'
import { countDeliveries, recountMtus } from './usage/count-deliveries.ts'
import { sampleSeries } from './usage/sample-series.ts'
import { sweep } from './sync/sweep.ts'
import { createTickProcessor } from './schedule/tick-processor.ts'
import { createWarehouses } from './warehouses.ts'

// Time that jobs under way get to end by themselves; a sync goes on elsewhere from its last chunk.
const DRAIN_DEADLINE_MS = 5_000

export const extractorPart: WorkerPart = {
  secrets: ['sources', 'letters', 'alerts'],
  start: startExtractor,
}

/** Starts an extractor: the extract, tick and dead-letter workers, the schedules and the sweep. */
async function startExtractor(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { log, traces, db, secrets, installationId, redis, payloads, queues, observer } = context

  const tick = lifecycle.use('tick queue', openQueue(TICK_QUEUE, queues), (queue) => queue.close())
  const extract = lifecycle.use('extract queue', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const map = lifecycle.use('map queue', openQueue(MAP_QUEUE, queues), (queue) => queue.close())
  const send = lifecycle.use('send queue', openQueue(SEND_QUEUE, queues), (queue) => queue.close())
  const deadLetter = lifecycle.use('dead-letter queue', openQueue(DEAD_LETTER_QUEUE, queues), (queue) =>
    queue.close(),
  )
  const warehouses = lifecycle.use('warehouses', createWarehouses(db, secrets), (open) => open.close())
  measureState(context.metrics, { db, redis, queues: [tick, extract, map, send, deadLetter] })
  const meter = createFlowMeter(context.metrics)

  const backPressure = createBackPressure({ db, redis, downstream: [map, send] })
  const deps: SyncDeps = {
    log,
    traces,
    db,
    secrets,
    installationId,
    warehouses,
    payloads,
    map,
    send,
    extract,
    backPressure,
    openBodies: (reader, signal) => openBodyWriter({ redis, prefix: queues.prefix }, reader, signal),
  }

  const repeat = (name: string, intervalMs: number, work: () => Promise<unknown>) =>
    lifecycle.use(name, startRepeating(log, intervalMs, work), (repeating) => repeating.stop())
  const schedules = repeat('schedules', SWEEP_INTERVAL_MS, async () =>
    reconcileSchedules(db, tick, (await readDatabaseTime(db)).getTime()),
  )
  const counting = { db, secrets, log }
  repeat('usage', USAGE_INTERVAL_MS, () => countDeliveries(counting))
  repeat('series', SERIES_INTERVAL_MS, () => sampleSeries(db))
  const recount = repeat('workspaces', PRUNE_INTERVAL_MS, () => recountMtus(counting))
  const alerts = startAlerts(context, lifecycle)
  lifecycle.use(
    'config listener',
    await db.listenConfig((changed) => {
      if (changed.startsWith('alert_')) alerts.runNow()
      const [table, id] = changed.split('/')
      if (table === '*' || table === 'sources') warehouses.forget(id)
      if (table === '*' || table === 'mappings') schedules.runNow()
      if (table === '*' || table === 'destinations') recount.runSoon(USAGE_INTERVAL_MS)
    }),
    (listener) => listener.close(),
  )
  repeat('sweep', SWEEP_INTERVAL_MS, async () => {
    try {
      meter.countSweep((await sweep(deps)) ? 'swept' : 'busy')
    } catch (error) {
      meter.countSweep('failed')
      throw error
    }
  })
  startAnswers(context, lifecycle)
  repeat('history', PRUNE_INTERVAL_MS, () =>
    db.exclusively('history', async () => {
      await pruneHistory(db, HISTORY_AGE_MS)
      await pruneUsage(db)
      await pruneAlerts(db, HISTORY_AGE_MS)
      await pruneSeries(db)
    }),
  )
  const groups = repeat('groups', SWEEP_INTERVAL_MS, () => reconcileGroups({ db, secrets, deadLetter }))
  lifecycle.use(
    'dead-letter listener',
    await db.listenDeadLetters(() => groups.runSoon(GROUPS_INTERVAL_MS)),
    (listener) => listener.close(),
  )
  lifecycle.use(
    'dead-letter worker',
    startWorker(DEAD_LETTER_QUEUE, {
      ...queues,
      observer,
      concurrency: EXTRACT_CONCURRENCY,
      process: createDeadLetterProcessor({ db, extract }),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
  lifecycle.use(
    'tick worker',
    startWorker(TICK_QUEUE, {
      ...queues,
      observer,
      concurrency: TICK_CONCURRENCY,
      process: createTickProcessor({ log, db, extract, meter }),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
  lifecycle.use(
    'extract worker',
    startWorker(EXTRACT_QUEUE, {
      ...queues,
      observer,
      concurrency: EXTRACT_CONCURRENCY,
      process: createExtractProcessor(deps),
      onPoison: (payload) => giveUpPoison(deps, payload),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
}
