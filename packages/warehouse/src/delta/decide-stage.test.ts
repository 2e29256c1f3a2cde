import { expect, test } from '@jest/globals'
import { decideStage, forgottenManifest } from './decide-stage.ts'
import type { RecordsManifest } from './manifests.ts'

const OWNER = { installationId: 'installation-1', mappingId: 'people' }
const PLACE = { sourceId: 'main', address: 'here', mappingId: 'people', table: 'records_people' }
const SUMMARY = {
  stagedAt: '2024-02-29T00:00:00.000Z',
  added: 1,
  updated: 0,
  deleted: 0,
  invalid: 0,
  skipped: 0,
  toDeliver: 1,
  lastSeq: 1,
  known: 0,
}
const KNOWN: RecordsManifest = {
  ...forgottenManifest(OWNER, { epoch: 3, generation: 7 }),
  lastCommit: { syncId: 'before', summary: SUMMARY },
}
const request = (syncId: string, generation: number, order: 'reset' | 'baseline' | null = null) => ({
  syncId,
  memory: { epoch: 3, generation, order },
})

test('a sync that was committed is answered, whatever is expected of the memory now', () => {
  expect(decideStage(request('before', 99), KNOWN, null, PLACE)).toEqual({
    kind: 'answer',
    result: { ...SUMMARY, epoch: 3, generation: 7 },
  })
})

test('a sync that was staged is answered in the epoch of its rows', () => {
  const staged = { summary: SUMMARY, epoch: 2 }
  expect(decideStage(request('now', 7), KNOWN, staged, PLACE)).toEqual({
    kind: 'answer',
    result: { ...SUMMARY, epoch: 2, generation: 7 },
  })
})

test('a memory as old as expected is compared with, an older one is refused and told', () => {
  expect(decideStage(request('now', 7), KNOWN, null, PLACE)).toEqual({ kind: 'compare', epoch: 3 })
  expect(() => decideStage(request('now', 8), KNOWN, null, PLACE)).toThrow(
    /^source main: records_people in warehouse here is as it was 1 change ago/,
  )
})

test('a reset forgets, and what it leaves is younger than all that was expected or is there', () => {
  const forgets = (generation: number) => ({ kind: 'forget', next: { epoch: 3, generation } })
  expect(decideStage(request('now', 9, 'reset'), KNOWN, null, PLACE)).toEqual(forgets(10))
  const other = { ...KNOWN, epoch: 2 }
  expect(decideStage(request('now', 4, 'reset'), other, null, PLACE)).toEqual(forgets(8))
})
