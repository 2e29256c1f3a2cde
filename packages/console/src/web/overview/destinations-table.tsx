/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { StatusDocument } from '@sluice/operations'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { Instant } from '../time/instant.tsx'

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
        columns={['Destination', 'Region', 'State', 'Since', 'Last answer']}
        rows={destinations.map(({ id, enabled, region, state, since, reason }) => [
          <>
            <a href={`destinations/${encodeURIComponent(id)}/settings`}>{id}</a> {!enabled && <Tag>off</Tag>}
          </>,
          region,
          <Tag mood={state === 'ok' ? 'good' : 'bad'}>{state}</Tag>,
          <Instant at={since} nowMs={nowMs} />,
          reason ?? 'none',
        ])}
      />
    </Section>
  )
}
