/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { SyncDocument } from '@sluice/shared/domain'
import { BarChart } from '../parts/bar-chart.tsx'
import { formatAgo } from '../time/format-ago.ts'
import { formatUtc } from '../time/instant.tsx'

/** Few bars shall not look like a wall. */
const LEAST_PLACES = 12

/** How many events each sync delivered, oldest first; nothing before the third sync. */
export function DeliveriesChart({
  syncs,
  nowMs,
}: {
  /** Newest first. */
  readonly syncs: readonly SyncDocument[]
  readonly nowMs: number
}): VNode | null {
  const begun = syncs
    .flatMap(({ delivered, startedAt, status, origin }) =>
      startedAt === null || origin === 'dry_run' ? [] : [{ delivered, startedAt, status }],
    )
    .toReversed()
  const [first] = begun
  const last = begun.at(-1)
  if (begun.length < 3 || first === undefined || last === undefined) return null
  const total = begun.reduce((sum, { delivered }) => sum + delivered, 0)
  return (
    <BarChart
      name="Delivered events"
      summary={`${total.toLocaleString('en-US')} events by ${begun.length} syncs`}
      bars={begun.map(({ delivered, startedAt, status }) => ({
        value: delivered,
        title: `${formatUtc(startedAt)}: ${delivered.toLocaleString('en-US')} events, ${status}`,
      }))}
      places={LEAST_PLACES}
      from={formatAgo(first.startedAt, nowMs)}
      to={begun.length < LEAST_PLACES ? '' : formatAgo(last.startedAt, nowMs)}
    />
  )
}
