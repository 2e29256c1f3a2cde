import type { WorkerObserver } from '../queues/index.ts'
import type { Logger } from './logger.ts'
import { createCounter, createHistogram, type Metrics } from './metrics.ts'

/** 5 ms to 5 minutes: from a mapped chunk to a large staging. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Measures and logs every job of the process' workers. */
export function observeWorkers(log: Logger, metrics: Metrics): WorkerObserver {
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
    started(queue) {
      const startedAt = performance.now()
      return (outcome) => durations.observe({ queue, outcome }, (performance.now() - startedAt) / 1_000)
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
