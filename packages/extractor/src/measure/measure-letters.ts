import type { Metrics } from '@sluice/shared/runtime'
import type { OpenLetters } from '@sluice/shared/store'
import type { CachedRead } from './cached-read.ts'
import { createStateGauge } from './create-state-gauge.ts'

/** Gauges of the open dead letters. */
export function measureLetters(metrics: Metrics, read: CachedRead<readonly OpenLetters[]>): void {
  const declare = createStateGauge(metrics, read)
  declare(
    { name: 'sluice_dead_letters', help: 'Open dead letters.', labels: ['mapping', 'stage', 'code'] },
    (kinds) => kinds.map(({ mapping, stage, code, letters }) => [{ mapping, stage, code }, letters]),
  )
  declare(
    {
      name: 'sluice_dead_letters_oldest_age_seconds',
      help: 'Age of the oldest open dead letter; 0 without any.',
    },
    (kinds) => [[{}, kinds.reduce((oldest, { oldestAgeSeconds: age }) => Math.max(oldest, age), 0)]],
  )
}
