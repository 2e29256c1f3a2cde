import { createCounter, createGauge, type Metrics } from '@sluice/shared/runtime'

/** What became of a sweep: it swept, another extractor was at it, or it could not. */
export type SweepOutcome = 'swept' | 'busy' | 'failed'

/** What became of a scheduled run: it started a sync, there was nothing to start, or it was not due. */
export type TickOutcome = 'started' | 'skipped' | 'early'

/** Counts what keeps syncs going. */
export interface FlowMeter {
  countSweep(outcome: SweepOutcome): void
  countTick(outcome: TickOutcome): void
}

/** The extractor's own counters; `now` is in milliseconds since the epoch. */
export function createFlowMeter(metrics: Metrics, now: () => number = Date.now): FlowMeter {
  let sweptAt: number | undefined
  const sweeps = createCounter(metrics, {
    name: 'sluice_sweeps_total',
    help: 'Sweeps, by what became of them.',
    labels: ['outcome'],
  })
  const ticks = createCounter(metrics, {
    name: 'sluice_schedule_ticks_total',
    help: 'Scheduled runs, by what became of them.',
    labels: ['outcome'],
  })
  createGauge(
    metrics,
    { name: 'sluice_sweep_last_timestamp_seconds', help: 'When this extractor last swept to the end.' },
    (gauge) => {
      gauge.remove()
      if (sweptAt !== undefined) gauge.set(sweptAt / 1_000)
    },
  )
  return {
    countSweep(outcome) {
      sweeps.inc({ outcome })
      if (outcome === 'swept') sweptAt = now()
    },
    countTick: (outcome) => ticks.inc({ outcome }),
  }
}
