/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { StatusDocument } from '@sluice/operations'
import { DestinationState } from '../destinations/destination-state.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'

/** Every destination with what the Tracking API says of it. */
export function DestinationsTable({
  status: { destinations },
  nowMs,
}: {
  readonly status: Pick<StatusDocument, 'destinations'>
  readonly nowMs: number
}): VNode | null {
  if (destinations.length === 0) return null
  return (
    <Section title="Destinations">
      <Table
        name="Destinations"
        columns={['Destination', 'Region', 'State']}
        rows={destinations.map(({ id, enabled, region, ...status }) => [
          <>
            <a href={`destinations/${encodeURIComponent(id)}/settings`}>{id}</a> {!enabled && <Tag>off</Tag>}
          </>,
          region,
          <DestinationState status={status} nowMs={nowMs} />,
        ])}
      />
    </Section>
  )
}
