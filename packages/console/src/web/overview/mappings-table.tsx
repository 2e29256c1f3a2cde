/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import type { StandingDocument } from '@sluice/operations'
import type { Schedule } from '@sluice/shared/domain'
import { PAGE_ROWS, Pager, Search, type ListQuery } from '../parts/pager.tsx'
import { Section } from '../parts/section.tsx'
import { Table } from '../parts/table.tsx'
import { Tag } from '../parts/tag.tsx'
import { findSyncPath } from '../syncs/sync-links.tsx'
import { SyncTag } from '../syncs/sync-tag.tsx'
import { formatAhead } from '../time/format-ahead.ts'
import { Instant } from '../time/instant.tsx'
import { Waits } from '../time/waits.tsx'

/** Mappings with their last sync and their next run, a page of them. */
export function MappingsTable({
  standing: { mappings, found, next, total },
  query,
  nowMs,
}: {
  readonly standing: Pick<StandingDocument, 'mappings' | 'found' | 'next' | 'total'>
  readonly query: ListQuery
  readonly nowMs: number
}): VNode | null {
  if (total === 0) return null
  return (
    <Section title="Mappings">
      {total > PAGE_ROWS && <Search action="." label="Search mappings" query={query} />}
      <Table
        name="Mappings"
        columns={[
          'Mapping',
          'Schedule',
          'Next run',
          'Last sync',
          'Waiting',
          { count: 'Changed' },
          { count: 'Delivered' },
          { count: 'Dead letters' },
        ]}
        rows={mappings.map(({ nextRunAt, lastSync, openDeadLetters, ...mapping }) => [
          <>
            <a href={`mappings/${encodeURIComponent(mapping.id)}`}>{mapping.id}</a>{' '}
            {!mapping.enabled && <Tag>off</Tag>} <small>to {mapping.destination}</small>
          </>,
          formatSchedule(mapping.schedule),
          <Instant at={nextRunAt} nowMs={nowMs} format={formatAhead} />,
          lastSync === null ? (
            'never'
          ) : (
            <>
              <a href={findSyncPath(lastSync.id)}>
                <SyncTag {...lastSync} />
              </a>{' '}
              <Instant at={lastSync.startedAt} nowMs={nowMs} />
            </>
          ),
          <Waits waiting={lastSync?.waiting ?? null} nowMs={nowMs} />,
          lastSync?.extracted ?? null,
          lastSync?.delivered ?? null,
          openDeadLetters,
        ])}
      />
      <Pager action="." query={query} shown={mappings.length} total={found} next={next} />
    </Section>
  )
}

function formatSchedule(schedule: Schedule | null): string {
  if (schedule === null) return 'manual'
  if ('every' in schedule) return `every ${schedule.every}`
  return schedule.timezone === undefined ? schedule.cron : `${schedule.cron} ${schedule.timezone}`
}
