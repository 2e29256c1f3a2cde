import type { Condition } from '@sluice/alerts/core'
import { formatUsageWarning, listUsageWarnings, type DestinationUsage } from '@sluice/shared/domain'
import type { ErrorCode } from '@sluice/shared/errors'
import type {
  LastEnd,
  OpenLettersOf,
  ReadMapping,
  RefusingDestination,
  WaitingSync,
} from '@sluice/shared/store'
import { findOverdueMs } from '../measure/find-overdue-ms.ts'

/** The codes of syncs that a guard has stopped before anything was sent. */
const GUARD_CODES: ReadonlySet<ErrorCode> = new Set([
  'model_empty',
  'deletes_exceeded',
  'updates_exceeded',
  'model_changed',
])

/** What the last ends of syncs are: failed, stopped by a guard, partial. */
export function listEndConditions(ends: readonly LastEnd[]): readonly Condition[] {
  return ends.flatMap(
    ({ mapping, sync, status, finishedAt, errorCode, error, lost }): readonly Condition[] => {
      const about = { ...ofMapping(mapping), sync, since: finishedAt, size: {} }
      if (status === 'partial') {
        const rows = lost === 1 ? '1 row' : `${lost.toLocaleString('en-US')} rows`
        return [{ ...about, kind: 'partial' as const, cause: `${rows} became dead letters` }]
      }
      if (status !== 'failed') return []
      const cause = error ?? 'the sync failed'
      const isGuard = errorCode !== null && GUARD_CODES.has(errorCode)
      return [
        { ...about, kind: 'failed' as const, cause },
        ...(isGuard ? [{ ...about, kind: 'guard_stopped' as const, cause }] : []),
      ]
    },
  )
}

/** The mappings that are late. */
export function listLateConditions(mappings: readonly ReadMapping[], now: Date): readonly Condition[] {
  return mappings.flatMap((state) => {
    const ms = findOverdueMs(state, now)
    if (ms === 0) return []
    const since = new Date(now.getTime() - ms)
    const cause = `the run of ${since.toISOString()} has not been answered by a sync that ended well`
    return [{ ...ofMapping(state.mapping), kind: 'late' as const, sync: null, since, cause, size: { ms } }]
  })
}

/** The syncs that wait. */
export function listWaitingConditions(syncs: readonly WaitingSync[], now: Date): readonly Condition[] {
  return syncs.map(({ mapping, sync, since, reason }) => ({
    ...ofMapping(mapping),
    kind: 'waiting' as const,
    sync,
    since,
    cause: reason,
    size: { ms: now.getTime() - since.getTime() },
  }))
}

/** The mappings that have open dead letters. */
export function listLetterConditions(open: readonly OpenLettersOf[], now: Date): readonly Condition[] {
  return open.map(({ mapping, letters, oldestAt }) => ({
    ...ofMapping(mapping),
    kind: 'dead_letters' as const,
    sync: null,
    since: oldestAt,
    cause: `${letters.toLocaleString('en-US')} open, the oldest since ${oldestAt.toISOString()}`,
    size: { count: letters, ms: now.getTime() - oldestAt.getTime() },
  }))
}

/** The destinations that refuse their write key. */
export function listRefusedConditions(refusing: readonly RefusingDestination[]): readonly Condition[] {
  return refusing.map(({ destination, since, reason, mappings }) => ({
    ...ofDestination(destination, mappings),
    kind: 'key_refused' as const,
    since,
    cause: reason === '' ? 'the write key is refused' : reason,
    size: {},
  }))
}

/** The destinations that have used any of what was planned; of several plans the one that is used most. */
export function listUsageConditions(
  usages: readonly DestinationUsage[],
  mappingsOf: ReadonlyMap<string, readonly string[]>,
): readonly Condition[] {
  return usages.flatMap((usage) => {
    const [worst] = listUsageWarnings(usage, 1).toSorted((left, right) => right.percent - left.percent)
    if (worst === undefined) return []
    return [
      {
        ...ofDestination(usage.id, mappingsOf.get(usage.id) ?? []),
        kind: 'usage' as const,
        since: new Date(`${usage.from}T00:00:00Z`),
        cause: formatUsageWarning(worst),
        size: { percent: worst.percent },
      },
    ]
  })
}

function ofMapping(mapping: string) {
  return { subject: `mapping/${mapping}`, mappings: [mapping], mapping, destination: null }
}

function ofDestination(destination: string, mappings: readonly string[]) {
  return { subject: `destination/${destination}`, mappings, mapping: null, destination, sync: null }
}
