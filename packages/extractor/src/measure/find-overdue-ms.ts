import { findNextRun } from '@sluice/shared/schedule'
import type { ReadMapping } from '@sluice/shared/store'

/**
 * How long ago the first scheduled run was that no sync has answered well; 0 when
 * none is owed. A running sync is given until the run after the one that it answers, so
 * a mapping is not late for as long as its syncs take less than its interval.
 */
export function findOverdueMs(state: ReadMapping, now: Date): number {
  const { schedule, changedAt, lastSuccess, runningSince } = state
  if (schedule === null) return 0
  const answeredAt =
    lastSuccess !== null && lastSuccess.createdAt > changedAt ? lastSuccess.createdAt : changedAt
  const owed = findNextRun(schedule, answeredAt)
  // A second failure in a row is late since the first.
  const isFirstTry =
    owed !== null && runningSince !== null && runningSince >= owed && isNextTo(schedule, owed, runningSince)
  const due = isFirstTry ? findNextRun(schedule, runningSince) : owed
  return due === null ? 0 : Math.max(0, now.getTime() - due.getTime())
}

/** True when no scheduled run lies between the one that was owed and the sync that may answer it. */
function isNextTo(schedule: NonNullable<ReadMapping['schedule']>, owed: Date, runningSince: Date): boolean {
  const next = findNextRun(schedule, owed)
  return next === null || runningSince < next
}
