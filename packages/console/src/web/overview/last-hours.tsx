/** @jsxRuntime automatic @jsxImportSource preact */
import type { Hour, HoursDocument } from '@sluice/operations'
import { formatLength } from '@sluice/shared/domain'
import type { VNode } from 'preact'
import { BarChart } from '../parts/bar-chart.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'

/** Destinations with a chart of their own, those that got most. */
const MOST_DESTINATIONS = 6

/** What happened in the last hours, as charts and as a table; nothing where nothing did. */
export function LastHours({ hours }: HoursDocument): VNode | null {
  if (hours.every(isQuiet)) return null
  const destinations = listDestinations(hours)
  const axis = { from: `${hours.length} h ago`, to: 'now' }
  return (
    <Section title="Delivered events">
      <BarChart
        name="Delivered events"
        summary={`${write(sum(hours, ({ delivered }) => delivered))} in the last ${hours.length} hours, ${write(sum(hours, ({ dead }) => dead))} dead letters`}
        bars={hours.map((hour) => ({
          value: hour.delivered,
          title: `${formatHour(hour)}: ${write(hour.delivered)} delivered, ${write(hour.dead)} dead letters`,
        }))}
        {...axis}
      />
      <div class="charts">
        {destinations.length > 1 &&
          destinations.slice(0, MOST_DESTINATIONS).map(({ id, delivered }) => (
            <BarChart
              key={id}
              name={`Delivered to ${id}`}
              summary={`${id}: ${write(delivered)} delivered`}
              bars={hours.map((hour) => ({
                value: readDelivered(hour, id),
                title: `${formatHour(hour)}: ${write(readDelivered(hour, id))} delivered to ${id}`,
              }))}
              {...axis}
            />
          ))}
        {hours.some(({ deadLetters }) => deadLetters > 0) && (
          <BarChart
            name="Open dead letters"
            summary={`Open dead letters: ${write(hours.at(-1)?.deadLetters ?? 0)} in this hour`}
            bars={hours.map((hour) => ({
              value: hour.deadLetters,
              title: `${formatHour(hour)}: ${write(hour.deadLetters)} open dead letters`,
            }))}
            {...axis}
          />
        )}
        {hours.some(({ late }) => late.length > 0) && (
          <BarChart
            name="Lateness"
            summary={`Late by their schedule: ${formatLate(hours.at(-1))}`}
            bars={hours.map((hour) => ({
              value: hour.late[0]?.seconds ?? 0,
              title: `${formatHour(hour)}: ${formatLate(hour)}`,
            }))}
            {...axis}
          />
        )}
      </div>
      <details>
        <summary>As a table</summary>
        <Table
          name="The last hours, as a table"
          columns={[
            'Hour (UTC)',
            { count: 'Delivered' },
            'To',
            { count: 'Dead letters' },
            { count: 'Open dead letters' },
            'Latest mapping',
          ]}
          rows={hours
            .filter((hour) => !isQuiet(hour))
            .map((hour) => [
              hour.at.slice(0, 16).replace('T', ' '),
              hour.delivered,
              hour.destinations.map(({ id, delivered }) => `${id} ${write(delivered)}`).join(', '),
              hour.dead,
              hour.deadLetters,
              formatLate(hour),
            ])}
        />
      </details>
    </Section>
  )
}

function isQuiet({ delivered, dead, deadLetters, late }: Hour): boolean {
  return delivered + dead + deadLetters + late.length === 0
}

function listDestinations(hours: readonly Hour[]): readonly { id: string; delivered: number }[] {
  const ids = [...new Set(hours.flatMap(({ destinations }) => destinations.map(({ id }) => id)))]
  return ids
    .map((id) => ({ id, delivered: sum(hours, (hour) => readDelivered(hour, id)) }))
    .toSorted((one, other) => other.delivered - one.delivered)
}

function readDelivered({ destinations }: Hour, id: string): number {
  return destinations.find((each) => each.id === id)?.delivered ?? 0
}

function formatHour({ at }: Hour): string {
  return `${at.slice(11, 16)} UTC`
}

/** `orders-track by 12 min, and 3 more`, or that none is. */
function formatLate(hour: Hour | undefined): string {
  const [latest, ...others] = hour?.late ?? []
  if (latest === undefined) return 'none'
  const more = others.length === 0 ? '' : `, and ${others.length} more`
  return `${latest.mapping} by ${formatLength(latest.seconds * 1_000)}${more}`
}

function sum(hours: readonly Hour[], read: (hour: Hour) => number): number {
  return hours.reduce((total, hour) => total + read(hour), 0)
}

function write(count: number): string {
  return count.toLocaleString('en-US')
}
