import { expect, test } from '@jest/globals'
import type { SyncDocument } from '@sluice/shared/domain'
import { listPhases } from './list-phases.ts'

const AT = '2026-01-01T00:00:00.000Z'
const NOW_MS = Date.parse(AT) + 60_000

function listStates(
  status: SyncDocument['status'],
  startedAt: string | null,
  stagedAt: string | null,
): string {
  const sync = {
    status,
    startedAt,
    finishedAt: null,
    origin: 'manual',
    extracted: 5,
    added: 4,
    updated: 0,
    deleted: 0,
    inFlight: 2,
  }
  const story = {
    sync: sync as SyncDocument,
    destination: 'd',
    createdAt: AT,
    stagedAt,
    throughput: null,
    causes: [],
  }
  return listPhases(story, NOW_MS)
    .map(({ state }) => state)
    .join(' ')
}

test.each([
  ['queued', null, null, 'now ahead ahead ahead'],
  ['staging', AT, null, 'done now ahead ahead'],
  ['delivering', AT, AT, 'done done now ahead'],
  ['committing', AT, AT, 'done done done now'],
  ['succeeded', AT, AT, 'done done done done'],
  ['partial', AT, AT, 'done done done done'],
  ['canceled', null, null, 'stopped ahead ahead ahead'],
  ['failed', AT, null, 'done stopped ahead ahead'],
  ['failed', AT, AT, 'done done stopped ahead'],
] as const)(
  'of a sync that is %s (began %s, staged %s) the phases are %s',
  (status, startedAt, stagedAt, states) => {
    expect(listStates(status, startedAt, stagedAt)).toBe(states)
  },
)

test('say how long each took, and what came of it, in numbers that add up', () => {
  const sync = {
    status: 'delivering',
    startedAt: '2026-01-01T00:00:02.000Z',
    finishedAt: null,
    origin: 'schedule',
    extracted: 1_005,
    added: 1_000,
    updated: 3,
    deleted: 1,
    inFlight: 400,
  } as SyncDocument
  const story = {
    sync,
    destination: 'd',
    createdAt: AT,
    stagedAt: '2026-01-01T00:00:12.000Z',
    throughput: null,
    causes: [],
  }
  expect(listPhases(story, NOW_MS).map(({ tookMs, result }) => [tookMs, result])).toEqual([
    [2_000, null],
    [10_000, '1,005 changed: 1,000 added, 3 updated, 1 deleted, 1 without an identifier'],
    [48_000, '605 of 1,005 settled'],
    [null, null],
  ])
})
