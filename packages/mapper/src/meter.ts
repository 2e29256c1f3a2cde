import { createCounter, type Metrics } from '@sluice/shared/runtime'
import type { MappedChunk } from './chunk/index.ts'

/** Counts what deltas became. */
export interface MapMeter {
  count(chunk: MappedChunk): void
}

/** The mapper's own metrics. */
export function createMapMeter(metrics: Metrics): MapMeter {
  const deltas = createCounter(metrics, {
    name: 'sluice_mapper_deltas_total',
    help: 'Deltas mapped, by what became of them.',
    labels: ['outcome'],
  })
  return {
    count({ events, skipped, invalid }) {
      deltas.inc({ outcome: 'event' }, events)
      deltas.inc({ outcome: 'skipped' }, skipped)
      deltas.inc({ outcome: 'invalid' }, invalid.length)
    },
  }
}
