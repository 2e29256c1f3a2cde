import type { ObservedJob, WorkerObserver } from '../queues/index.ts'
import type { Logger } from './logger.ts'
import { createCounter, createHistogram, type Metrics } from './metrics.ts'
import type { Traces } from './tracing/traces.ts'

/** 5 ms to 5 minutes: from a mapped chunk to a large staging. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Measures, logs and traces every job of the process' workers. */
export function observeWorkers(log: Logger, metrics: Metrics, traces: Traces | null = null): WorkerObserver {
  const durations = createHistogram(
    metrics,
    {
      name: 'sluice_job_duration_seconds',
      help: 'Time from start to end of a job.',
      labels: ['queue', 'outcome'],
    },
    DURATION_BUCKETS_SECONDS,
  )
  const stalls = createCounter(metrics, {
    name: 'sluice_jobs_stalled_total',
    help: 'Jobs whose worker died or hung while at them.',
    labels: ['queue'],
  })
  return {
    started(queue, job) {
      const startedAt = performance.now()
      const endSpan = traces === null ? null : startJobSpan(traces, queue, job)
      return (outcome) => {
        durations.observe({ queue, outcome }, (performance.now() - startedAt) / 1_000)
        endSpan?.({ fields: { outcome }, isFailed: outcome === 'failed' })
      }
    },
    deferred(queue, job, reason, untilMs) {
      log.info(
        { queue, ...job, reason: reason.message, until: new Date(untilMs).toISOString() },
        'job deferred',
      )
    },
    refused(queue, job, reason) {
      log.error(
        { queue, ...job, reason: reason.message },
        'job refused: its data were changed in redis; who may write there?',
      )
    },
    failed(queue, job, error) {
      log.error({ queue, ...job, error }, 'job failed unexpectedly')
    },
    lost(queue, job) {
      log.warn({ queue, ...job }, 'job has lost its data, its work will be put back')
    },
    stalled(queue) {
      stalls.inc({ queue })
      log.warn({ queue }, 'job stalled, it will be taken again')
    },
  }
}

/** The span of one execution of a job that belongs to a sync; a sync is taken forward in steps. */
function startJobSpan(
  traces: Traces,
  queue: string,
  { jobId, sync, chunk }: ObservedJob,
): ReturnType<Traces['start']> | null {
  if (sync === undefined) return null
  const name = chunk === undefined ? `${queue} ${jobId.split('-')[0]}` : queue
  return traces.start(name, [{ sync, chunk }])
}
