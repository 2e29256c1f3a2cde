import { listUsageWarnings, type DestinationUsage } from '@sluice/shared/domain'
import type { Metrics } from '@sluice/shared/runtime'
import type { CachedRead } from './cached-read.ts'
import { createStateGauge, type Sample } from './create-state-gauge.ts'

/** Gauges of what each destination has used of the billing month that runs. */
export function measureUsage(metrics: Metrics, read: CachedRead<readonly DestinationUsage[]>): void {
  const declare = createStateGauge(metrics, read)
  declare(
    {
      name: 'sluice_usage_calls',
      help: 'Events delivered to a destination in the billing month that runs.',
      labels: ['destination'],
    },
    (usages) => usages.map(({ id, apiCalls }) => [{ destination: id }, apiCalls]),
  )
  declare(
    {
      name: 'sluice_usage_mtus',
      help: "Users of a destination's workspace in the billing month that runs.",
      labels: ['destination'],
    },
    (usages) => usages.map(({ id, mtus }) => [{ destination: id }, mtus]),
  )
  declare(
    {
      name: 'sluice_usage_planned_ratio',
      help: 'How much of what was planned for the billing month is used, from 0.8 on; 0 before.',
      labels: ['destination', 'of'],
    },
    (usages) => usages.flatMap(listRatios),
  )
}

function listRatios(usage: DestinationUsage): readonly Sample[] {
  const warnings = listUsageWarnings(usage)
  const planned = { calls: usage.callsAllowance, mtus: usage.mtuAllowance, max_calls: usage.maxCallsPerMonth }
  return Object.entries(planned).flatMap(([of, plan]) => {
    if (plan === null) return []
    const warning = warnings.find((each) => each.of === of)
    return [
      [{ destination: usage.id, of }, warning === undefined ? 0 : warning.used / warning.planned] as const,
    ]
  })
}
