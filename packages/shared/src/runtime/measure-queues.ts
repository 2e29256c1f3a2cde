import type { TypedQueue } from '../queues/index.ts'
import { createGauge, type Metrics } from './metrics.ts'

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const

/** A gauge of the jobs in each queue by state, read when it is scraped. */
export function measureQueues(
  metrics: Metrics,
  queues: readonly Pick<TypedQueue<object>, 'name' | 'raw'>[],
): void {
  createGauge(
    metrics,
    { name: 'sluice_queue_jobs', help: 'Jobs in a queue.', labels: ['queue', 'state'] },
    async (gauge) => {
      for (const { name, raw } of queues) {
        const counts = await raw.getJobCounts(...STATES)
        for (const state of STATES) gauge.set({ queue: name, state }, counts[state] ?? 0)
      }
    },
  )
}
