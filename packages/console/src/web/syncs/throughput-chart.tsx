/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Throughput } from '@sluice/shared/store'
import { BarChart } from '../parts/bar-chart.tsx'
import { Table } from '../parts/table.tsx'
import { formatDuration } from '../time/format-duration.ts'

/** A chart of few steps shall not look like a wall. */
const LEAST_PLACES = 20

/** Events over time, from when the rows of a sync were staged. */
export function ThroughputChart({ stepSeconds, delivered }: Throughput): VNode {
  const total = delivered.reduce((sum, count) => sum + count, 0)
  const perSecond = (events: number): string =>
    `${Math.round(events / stepSeconds).toLocaleString('en-US')}/s`
  const at = (step: number): string => formatDuration(step * stepSeconds * 1_000)
  const peak = Math.max(0, ...delivered)
  return (
    <>
      <BarChart
        name="Events over time"
        summary={`${total.toLocaleString('en-US')} events delivered, at most ${perSecond(peak)}`}
        bars={delivered.map((events, step) => ({
          value: events,
          title: `${at(step)} to ${at(step + 1)}: ${events.toLocaleString('en-US')} events, ${perSecond(events)}`,
        }))}
        places={LEAST_PLACES}
        from="when its rows were staged"
        to={`${at(Math.max(LEAST_PLACES, delivered.length))} later`}
      />
      <details>
        <summary>As a table</summary>
        <Table
          name="Events over time, as a table"
          columns={['Since its rows were staged', { count: 'Events' }, 'Rate']}
          rows={delivered.map((events, step) => [
            `${at(step)} to ${at(step + 1)}`,
            events,
            perSecond(events),
          ])}
        />
      </details>
    </>
  )
}
