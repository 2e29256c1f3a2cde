/** @jsxRuntime automatic @jsxImportSource preact */
import type { DestinationUsageDocument, UsageDay } from '@sluice/operations'
import type { VNode } from 'preact'
import { BarChart } from '../parts/bar-chart.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

/** API calls of a month by day, as a chart and, below it, as a table. */
export function UsageDays({
  days,
  destinations,
}: {
  readonly days: readonly UsageDay[]
  readonly destinations: readonly DestinationUsageDocument[]
}): VNode {
  const write = (count: number): string => count.toLocaleString('en-US')
  const total = days.reduce((sum, day) => sum + sumCalls(day), 0)
  // A sum of what only some have planned says nothing.
  const isPlanned = destinations.every(({ callsAllowance }) => callsAllowance !== null)
  const planned = destinations.reduce((sum, { callsAllowance }) => sum + (callsAllowance ?? 0), 0)
  const used = days.filter(({ calls }) => calls.length > 0)
  return (
    <Section title="By day">
      <BarChart
        name="API calls by day"
        summary={`${write(total)} API calls${!isPlanned ? '' : ` of ${write(planned)} planned`}, day by day (UTC)`}
        bars={days.map((day) => ({
          value: sumCalls(day),
          title: `${day.day}: ${write(sumCalls(day))} API calls${day.calls.map(({ destination, calls }) => `, ${destination} ${write(calls)}`).join('')}`,
        }))}
        from={days[0]?.day ?? ''}
        to={days.at(-1)?.day ?? ''}
      />
      {used.length > 0 && (
        <details>
          <summary>As a table</summary>
          <Table
            name="API calls by day, as a table"
            columns={['Day', 'Destination', { count: 'API calls' }]}
            rows={used.flatMap(({ day, calls }) =>
              calls.map(({ destination, calls: count }) => [day, destination, count]),
            )}
          />
        </details>
      )}
    </Section>
  )
}

function sumCalls({ calls }: UsageDay): number {
  return calls.reduce((sum, each) => sum + each.calls, 0)
}
