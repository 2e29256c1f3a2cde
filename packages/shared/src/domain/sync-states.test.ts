import { describe, expect, test } from '@jest/globals'
import { SYNC_EVENTS, SYNC_STATES, listStatusesBefore } from './sync-states.ts'
import { RUNNING_SYNC_STATUSES, isRunning, type SyncStatus } from './sync.ts'

const STATUSES = Object.keys(SYNC_STATES) as SyncStatus[]

/** Every status that a sync can come to from this one, itself included. */
function listReached(from: SyncStatus): ReadonlySet<SyncStatus> {
  const reached = new Set([from])
  for (const status of reached) {
    for (const event of SYNC_EVENTS) for (const next of SYNC_STATES[status][event] ?? []) reached.add(next)
  }
  return reached
}

describe('the states of a sync', () => {
  test('are all reached from the first', () => {
    expect([...listReached('queued')].toSorted()).toEqual(STATUSES.toSorted())
  })

  test.each(RUNNING_SYNC_STATUSES)('%s can end well, and can fail', (status) => {
    const reached = listReached(status)
    expect(reached).toContain('succeeded')
    expect(reached).toContain('partial')
    expect(SYNC_STATES[status].fail).toEqual(['failed'])
  })

  test.each(STATUSES.filter((status) => !isRunning(status)))('%s is final', (status) => {
    expect([...listReached(status)]).toEqual([status])
  })

  test('never lead back', () => {
    const back = STATUSES.flatMap((status) =>
      [...listReached(status)].filter((next) => next !== status && listReached(next).has(status)),
    )
    expect(back).toEqual([])
  })

  test('let a sync be canceled until everything that it had to deliver is delivered', () => {
    expect(listStatusesBefore('cancel')).toEqual(['queued', 'staging', 'delivering'])
  })
})
