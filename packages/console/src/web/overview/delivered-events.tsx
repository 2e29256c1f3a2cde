/** @jsxRuntime automatic @jsxImportSource preact */
import type { DeliveriesDocument } from '@sluice/operations'
import type { VNode } from 'preact'
import { BarChart } from '../parts/bar-chart.tsx'
import { Section } from '../parts/section.tsx'

/** What was delivered in each of the last hours; nothing where nothing was. */
export function DeliveredEvents({ hours }: DeliveriesDocument): VNode | null {
  const write = (count: number): string => count.toLocaleString('en-US')
  const total = hours.reduce((sum, { delivered }) => sum + delivered, 0)
  const dead = hours.reduce((sum, hour) => sum + hour.dead, 0)
  if (total + dead === 0) return null
  return (
    <Section title="Delivered events">
      <BarChart
        name="Delivered events"
        summary={`${write(total)} in the last ${hours.length} hours, ${write(dead)} dead letters`}
        bars={hours.map(({ at, delivered, dead: lost }) => ({
          value: delivered,
          title: `${at.slice(11, 16)} UTC: ${write(delivered)} delivered, ${write(lost)} dead letters`,
        }))}
        from={`${hours.length} h ago`}
        to="now"
      />
    </Section>
  )
}
