import type { SyncDocument } from '@sluice/shared/domain'
import { formatTable } from './format-table.ts'

/** A sync in a few words: what was found, what became of it, and what to do about what went wrong. */
export function formatSyncSummary(sync: SyncDocument): string {
  const count = (number: number): string => number.toLocaleString('en-US')
  const found = `${count(sync.extracted)} changes (${count(sync.added)} added, ${count(sync.updated)} updated, ${count(sync.deleted)} deleted)`
  const fates = [
    `${count(sync.delivered)} delivered`,
    `${count(sync.skipped)} skipped`,
    `${count(sync.invalid)} invalid`,
    `${count(sync.dead)} dead`,
    ...(sync.inFlight > 0 ? [`${count(sync.inFlight)} in flight`] : []),
  ]
  const lines = [`${sync.mapping}: ${sync.status}: ${found}, ${fates.join(', ')}`]
  if (sync.error !== null) lines.push(`reason: ${sync.error}`)
  if (sync.invalid + sync.dead > 0) lines.push(`dead letters: sluice dead-letters ls --sync ${sync.id}`)
  return lines.join('\n')
}

/** Syncs as a table, in the order given. */
export function formatSyncs(syncs: readonly SyncDocument[]): string {
  if (syncs.length === 0) return 'no syncs yet'
  return formatTable(
    [
      'SYNC',
      'MAPPING',
      'TRIGGER',
      'STATUS',
      'STARTED',
      'TOOK',
      'EXTRACTED',
      'SKIPPED',
      'INVALID',
      'DELIVERED',
      'DEAD',
      'ERROR',
    ],
    syncs.map((sync) => [
      sync.id,
      sync.mapping,
      sync.trigger,
      sync.status,
      formatInstant(sync.startedAt),
      formatTook(sync),
      sync.extracted,
      sync.skipped,
      sync.invalid,
      sync.delivered,
      sync.dead,
      sync.error,
    ]),
  )
}

/** An instant to the second, in UTC. */
export function formatInstant(instant: string | null): string | null {
  return instant === null ? null : `${instant.slice(0, 19).replace('T', ' ')}Z`
}

function formatTook({ startedAt, finishedAt }: SyncDocument): string | null {
  if (startedAt === null || finishedAt === null) return null
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
