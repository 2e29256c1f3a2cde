import type { SyncDocument, SyncStatus } from '@sluice/shared/domain'
import { formatWaiting, isRunning } from '@sluice/shared/domain'
import { adviseOnSync } from './advice.ts'
import { formatForecast } from '../dry-run/format-forecast.ts'
import type { Column } from './column.ts'
import { formatInstant, formatTook } from './format-instant.ts'
import { formatTable } from './format-table.ts'
import { joinParts, mark, type Line, type Style } from './line.ts'

/** A sync in a few words: what was found, what became of it, and what to do about what went wrong. */
export function formatSyncSummary(sync: SyncDocument, nowMs: number): readonly Line[] {
  if (sync.origin === 'dry_run') return formatDryRun(sync, nowMs)
  const count = (number: number): string => number.toLocaleString('en-US')
  const found = `${count(sync.extracted)} changes (${count(sync.added)} added, ${count(sync.updated)} updated, ${count(sync.deleted)} deleted)`
  const fates = [
    `${count(sync.delivered)} delivered`,
    `${count(sync.skipped)} skipped`,
    `${count(sync.invalid)} invalid`,
    `${count(sync.dead)} dead`,
    ...(sync.inFlight > 0 ? [`${count(sync.inFlight)} in flight`] : []),
  ]
  return [
    joinParts(
      `${sync.mapping}: `,
      mark(sync.status, chooseStatusStyle(sync.status)),
      `: ${found}, ${fates.join(', ')}`,
    ),
    ...listDetails(sync, nowMs),
    ...(sync.invalid + sync.dead > 0 ? [`dead letters: sluice dead-letters ls --sync ${sync.id}`] : []),
  ]
}

/** What a dry run has found, or how it stands. */
function formatDryRun(sync: SyncDocument, nowMs: number): readonly Line[] {
  const { forecast = null } = sync
  if (forecast !== null) return formatForecast(sync, forecast)
  const status = mark(sync.status, chooseStatusStyle(sync.status))
  return [joinParts(`${sync.mapping}: dry run: `, status), ...listDetails(sync, nowMs)]
}

/** What a sync waits for, and what it failed of. */
function listDetails(sync: SyncDocument, nowMs: number): readonly string[] {
  const { waiting, error } = sync
  const advice = adviseOnSync(sync)
  return [
    ...(waiting === null ? [] : [formatWaiting(waiting, nowMs)]),
    ...(error === null ? [] : [`reason: ${error}`]),
    ...(advice === null ? [] : [`to do: ${advice}`]),
  ]
}

/** What a dry run has found, in a line: its counts are those of what was sent. */
function listForetold({ forecast = null }: SyncDocument): readonly string[] {
  if (forecast === null) return []
  const guards = forecast.guards.length === 0 ? '' : '; a guard would stop it'
  return [`nothing was sent; would send ${forecast.apiCalls.toLocaleString('en-US')} events${guards}`]
}

/** How a status stands out. */
export function chooseStatusStyle(status: SyncStatus): Style {
  if (isRunning(status)) return 'busy'
  if (status === 'succeeded') return 'good'
  return status === 'failed' ? 'bad' : 'warning'
}

const COLUMNS: readonly Column[] = [
  { heading: 'SYNC' },
  { heading: 'MAPPING', shorten: 'middle' },
  { heading: 'ORIGIN', isSpare: true },
  { heading: 'STATUS', style: (cell) => chooseStatusStyle(cell as SyncStatus) },
  { heading: 'STARTED' },
  { heading: 'TOOK' },
  { heading: 'EXTRACTED' },
  { heading: 'SKIPPED', hidesZeros: true, isSpare: true },
  { heading: 'INVALID', hidesZeros: true },
  { heading: 'DELIVERED' },
  { heading: 'DEAD', hidesZeros: true },
]

/** Syncs as a table, in the order given; what each waits for or failed of stands below it. */
export function formatSyncs(
  syncs: readonly SyncDocument[],
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): readonly Line[] {
  if (syncs.length === 0) return ['no syncs yet: `sluice sync <mapping>` starts one']
  const isWide = width >= WIDE
  return formatTable(
    COLUMNS,
    syncs.map((sync) => ({
      cells: [
        isWide ? sync.id : formatShortId(sync.id),
        sync.mapping,
        sync.origin,
        sync.status,
        formatInstant(sync.startedAt),
        formatTook(sync),
        sync.extracted,
        sync.skipped,
        sync.invalid,
        sync.delivered,
        sync.dead,
      ],
      details: [...listForetold(sync), ...listDetails(sync, nowMs)],
    })),
    width,
  )
}

/** From this width on there is room for whole ids of syncs. */
const WIDE = 150

/** The beginning of a sync's id, by which every command finds it. */
export function formatShortId(id: string): string {
  return id.slice(0, 8)
}
