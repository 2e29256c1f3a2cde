/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { StatusDocument } from '@sluice/operations'
import { isRunning, type Schedule, type SyncDocument } from '@sluice/shared/domain'
import { Empty, Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { formatAhead } from '../time/format-ahead.ts'
import { Instant } from '../time/instant.tsx'

/** Every mapping with its last sync and its next run. */
export function MappingsTable({
  status: { mappings },
  nowMs,
}: {
  readonly status: StatusDocument
  readonly nowMs: number
}): VNode {
  if (mappings.length === 0) {
    return (
      <Empty>
        Nothing is configured yet: <code>sluice apply -f sluice.yaml</code>
      </Empty>
    )
  }
  return (
    <Section title="Mappings">
      <Table
        name="Mappings"
        columns={[
          'Mapping',
          'Schedule',
          'Next run',
          'Last sync',
          'Began',
          { count: 'Changed' },
          { count: 'Delivered' },
          { count: 'Dead letters' },
        ]}
        rows={mappings.map(({ nextRunAt, lastSync, openDeadLetters, ...mapping }) => [
          <>
            {mapping.id} {!mapping.enabled && <Tag>off</Tag>} <small>to {mapping.destination}</small>
          </>,
          formatSchedule(mapping.schedule),
          <Instant at={nextRunAt} nowMs={nowMs} format={formatAhead} />,
          lastSync === null ? 'never' : <SyncStatus {...lastSync} />,
          <Instant at={lastSync?.startedAt ?? null} nowMs={nowMs} />,
          lastSync?.extracted ?? null,
          lastSync?.delivered ?? null,
          openDeadLetters,
        ])}
      />
    </Section>
  )
}

function SyncStatus({ status, waiting }: SyncDocument): VNode {
  if (waiting !== null) {
    return (
      <Tag mood="bad" title={waiting.reason}>
        {status}, waits
      </Tag>
    )
  }
  return <Tag mood={isRunning(status) ? 'busy' : status === 'succeeded' ? 'good' : 'bad'}>{status}</Tag>
}

function formatSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
