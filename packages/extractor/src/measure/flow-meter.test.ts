import { expect, test } from '@jest/globals'
import { createMetrics } from '@sluice/shared/runtime'
import { createFlowMeter } from './flow-meter.ts'

test('a sweep is counted by its outcome, and remembered only when it swept', async () => {
  const metrics = createMetrics()
  const meter = createFlowMeter(metrics, () => 1_800_000_000_000)
  meter.countSweep('busy')
  meter.countSweep('failed')
  expect(await metrics.metrics()).not.toMatch(/^sluice_sweep_last_timestamp_seconds /m)
  meter.countSweep('swept')
  meter.countTick('started')
  meter.countTick('skipped')
  const text = await metrics.metrics()
  expect(text).toContain('sluice_sweep_last_timestamp_seconds 1800000000\n')
  expect(text).toContain('sluice_sweeps_total{outcome="busy"} 1\n')
  expect(text).toContain('sluice_sweeps_total{outcome="failed"} 1\n')
  expect(text).toContain('sluice_schedule_ticks_total{outcome="skipped"} 1\n')
})
