import { isRunning, type SyncStatus } from '@sluice/shared/domain'
import type { SyncStory } from '@sluice/operations'

/** A part of a sync's life. */
export interface Phase {
  readonly name: 'Queued' | 'Staging' | 'Delivering' | 'Committing'
  /** `stopped`: the sync failed or was canceled in it. */
  readonly state: 'done' | 'now' | 'ahead' | 'stopped'
  /** When it began, where that is known. */
  readonly since: string | null
  /** How long it took, or has taken until now; null where nobody knows. */
  readonly tookMs: number | null
  /** What has come of it. */
  readonly result: string | null
}

const NAMES = ['Queued', 'Staging', 'Delivering', 'Committing'] as const
const RUNNING: readonly SyncStatus[] = ['queued', 'staging', 'delivering', 'committing']

/** The phases of a sync in their order, with what has come of each. */
export function listPhases(story: SyncStory, nowMs: number): readonly Phase[] {
  const { sync, createdAt, stagedAt } = story
  const { status, startedAt, finishedAt } = sync
  const isEndedWell = status === 'succeeded' || status === 'partial'
  const current = isRunning(status) ? RUNNING.indexOf(status) : findLast(story)
  const begins = [createdAt, startedAt, stagedAt, null]
  // Nobody notes when committing began: it counts with delivering.
  const ends = [startedAt ?? finishedAt, stagedAt ?? finishedAt, finishedAt, null]
  const results = [
    null,
    formatFound(story),
    formatSettled(story),
    isEndedWell ? 'what was delivered is remembered' : null,
  ]
  return NAMES.map((name, index): Phase => {
    const state =
      isEndedWell || index < current
        ? 'done'
        : index > current
          ? 'ahead'
          : isRunning(status)
            ? 'now'
            : 'stopped'
    const begin = begins[index] ?? null
    const end = ends[index] ?? null
    const endMs = end === null ? nowMs : Date.parse(end)
    return {
      name,
      state,
      since: state === 'ahead' ? null : begin,
      tookMs: state === 'ahead' || begin === null ? null : Math.max(0, endMs - Date.parse(begin)),
      result: state === 'ahead' ? null : (results[index] ?? null),
    }
  })
}

/** The phase in which a sync that has failed or was canceled was last. */
function findLast({ stagedAt, sync: { startedAt } }: SyncStory): number {
  return stagedAt !== null ? 2 : startedAt !== null ? 1 : 0
}

function formatFound({ sync, stagedAt }: SyncStory): string | null {
  if (stagedAt === null) return null
  const { origin, extracted, added, updated, deleted } = sync
  if (origin === 'requeue') return `${count(extracted)} dead letters taken`
  const unidentified = extracted - added - updated - deleted
  const parts = [
    `${count(added)} added`,
    `${count(updated)} updated`,
    `${count(deleted)} deleted`,
    ...(unidentified > 0 ? [`${count(unidentified)} without an identifier`] : []),
  ]
  return `${count(extracted)} changed: ${parts.join(', ')}`
}

function formatSettled({ sync, stagedAt }: SyncStory): string | null {
  if (stagedAt === null) return null
  const settled = `${count(sync.extracted - sync.inFlight)} of ${count(sync.extracted)} settled`
  const seconds = sync.finishedAt === null ? 0 : (Date.parse(sync.finishedAt) - Date.parse(stagedAt)) / 1_000
  return seconds > 0 && sync.delivered > 0
    ? `${settled}, ${count(Math.round(sync.delivered / seconds))} events a second`
    : settled
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
