/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'
import { isRunning, type SyncDocument, type SyncOrigin } from '@sluice/shared/domain'
import { Table, type Column } from '../parts/table.tsx'
import { formatDuration } from '../time/format-duration.ts'
import { Instant } from '../time/instant.tsx'
import { Waits } from '../time/waits.tsx'
import { SyncLink, findMappingSyncsPath } from './sync-links.tsx'
import { SyncTag } from './sync-tag.tsx'

const ORIGINS: Readonly<Record<SyncOrigin, string>> = {
  manual: 'by hand',
  schedule: 'by schedule',
  baseline: 'baseline',
  requeue: 'dead letters again',
  dry_run: 'dry run',
}

/** What started a sync, in words. */
export function formatOrigin(origin: SyncOrigin): string {
  return ORIGINS[origin]
}

/** Syncs with their counts. */
export function SyncsTable({
  name,
  syncs,
  isOfOneMapping,
  nowMs,
}: {
  readonly name: string
  readonly syncs: readonly SyncDocument[]
  readonly isOfOneMapping: boolean
  readonly nowMs: number
}): VNode {
  const columns: Column[] = [
    'Sync',
    ...(isOfOneMapping ? [] : ['Mapping']),
    'State',
    'Started',
    'Began',
    'Took',
    { count: 'Changed' },
    { count: 'Delivered' },
    { count: 'Skipped' },
    { count: 'Dead letters' },
  ]
  return (
    <Table
      name={name}
      columns={columns}
      rows={syncs.map((sync) => [
        <SyncLink id={sync.id} />,
        ...(isOfOneMapping ? [] : [<a href={findMappingSyncsPath(sync.mapping)}>{sync.mapping}</a>]),
        <>
          <SyncTag {...sync} /> <Waits waiting={sync.waiting} nowMs={nowMs} />
          {formatForetold(sync)}
        </>,
        formatOrigin(sync.origin),
        <Instant at={sync.startedAt} nowMs={nowMs} />,
        formatTook(sync, nowMs),
        sync.extracted,
        sync.delivered,
        sync.skipped,
        sync.invalid + sync.dead,
      ])}
    />
  )
}

/** What a dry run has found, in a few words. */
function formatForetold({ forecast = null }: SyncDocument): string {
  return forecast === null ? '' : `would send ${forecast.apiCalls.toLocaleString('en-US')} events`
}

function formatTook({ startedAt, finishedAt, status }: SyncDocument, nowMs: number): string {
  if (startedAt === null) return ''
  const endMs = finishedAt === null ? nowMs : Date.parse(finishedAt)
  return `${isRunning(status) ? 'for ' : ''}${formatDuration(endMs - Date.parse(startedAt))}`
}
