import { fileURLToPath } from 'node:url'
import { EXTRACT_QUEUE, MAP_QUEUE, SEND_QUEUE, openQueue, startWorker } from '@sluice/shared/queues'
import type { Lifecycle, WorkerContext, WorkerPart } from '@sluice/shared/runtime'
import { createCompiledMappings } from './compiled-mappings.ts'
import { createMapMeter } from './meter.ts'
import { createMapProcessor } from './processor.ts'

// Mapping is pure CPU: more at once only overlaps the reading and writing of payloads.
const MAP_CONCURRENCY = 4
const DRAIN_DEADLINE_MS = 10_000
// Hundreds of times what the costliest row within its bounds takes, the start of a process included.
const TRIAL_DEADLINE_MS = 20_000
const TRIAL_SCRIPT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'trial/bin.ts' : 'trial/bin.js', import.meta.url),
)

/** Starts a mapper. */
export const mapperPart: WorkerPart = {
  secrets: ['letters'],
  start: startMapper,
}

async function startMapper(context: WorkerContext, lifecycle: Lifecycle): Promise<void> {
  const { db, secrets, installationId, payloads, queues, observer, traces, metrics } = context
  const send = lifecycle.use('send queue', openQueue(SEND_QUEUE, queues), (queue) => queue.close())
  const extract = lifecycle.use('extract queue', openQueue(EXTRACT_QUEUE, queues), (queue) => queue.close())
  const mappings = createCompiledMappings(db, installationId)

  lifecycle.use(
    'map worker',
    startWorker(MAP_QUEUE, {
      ...queues,
      observer,
      concurrency: MAP_CONCURRENCY,
      process: createMapProcessor({
        traces,
        db,
        secrets,
        payloads,
        mappings,
        send,
        extract,
        meter: createMapMeter(metrics),
        trial: { script: TRIAL_SCRIPT, deadlineMs: TRIAL_DEADLINE_MS },
      }),
    }),
    (worker) => worker.stop(DRAIN_DEADLINE_MS),
  )
}
