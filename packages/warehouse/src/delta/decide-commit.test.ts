import { expect, test } from '@jest/globals'
import { checkStaged, committedManifest, decideRemember } from './decide-commit.ts'
import { forgottenManifest } from './decide-stage.ts'
import type { StagedManifest } from './manifests.ts'

const OWNER = { installationId: 'installation-1', mappingId: 'people' }
const REQUEST = { ...OWNER, syncId: 'now' }
const SCENE = {
  sourceId: 'main',
  address: 'here',
  mappingId: 'people',
  table: 'records_people',
  stagedTable: 'staged_now',
}
const KNOWN = {
  ...forgottenManifest(OWNER, { epoch: 3, generation: 7 }),
  selection: 'before',
  columns: { digested: ['a'], rule: ['a'], model: ['a', 'b'], since: 4 },
}
const STAGED: StagedManifest = {
  ...OWNER,
  epoch: 3,
  syncId: 'now',
  rows: 0,
  selection: 'now',
  digested: ['a'],
  columns: { digested: ['a', 'b'], rule: ['a', 'b'], model: ['a', 'b'] },
  isDigestedAnew: true,
  summary: {
    stagedAt: '',
    added: 0,
    updated: 0,
    deleted: 0,
    invalid: 0,
    skipped: 0,
    toDeliver: 0,
    lastSeq: 0,
    known: 0,
  },
}

test.each<[string, { manifest: StagedManifest | null } | null, string]>([
  ['is gone', null, 'staged_rows_lost'],
  ['is of an epoch before', { manifest: { ...STAGED, epoch: 2 } }, 'staged_rows_lost'],
  ['says nothing of itself', { manifest: null }, 'warehouse_state_foreign'],
  [
    'is of another installation',
    { manifest: { ...STAGED, installationId: 'other' } },
    'warehouse_state_foreign',
  ],
])('what was staged and %s is not merged', (_name, staged, code) => {
  expect(() => checkStaged(SCENE, staged, REQUEST, KNOWN)).toThrow(expect.objectContaining({ code }))
})

test('a whole sync changes what its memory was selected and digested by, a part of one does not', () => {
  expect(committedManifest({ ...REQUEST, syncNumber: 9 }, KNOWN, STAGED)).toMatchObject({
    selection: 'now',
    columns: { ...STAGED.columns, since: 9 },
  })
  expect(committedManifest({ ...REQUEST, syncNumber: 9, only: [] }, KNOWN, STAGED)).toMatchObject({
    selection: 'before',
    columns: KNOWN.columns,
  })
})

test('a sync that digests as before leaves it known since when that is so', () => {
  const staged = { ...STAGED, isDigestedAnew: false }
  expect(committedManifest({ ...REQUEST, syncNumber: 9 }, KNOWN, staged).columns?.since).toBe(4)
})

test('to a sync that was staged by an earlier version all columns counted', () => {
  const { columns: _columns, isDigestedAnew: _isDigestedAnew, ...staged } = STAGED
  expect(committedManifest(REQUEST, KNOWN, staged).columns).toEqual({
    digested: ['a'],
    rule: 'all',
    model: ['a'],
  })
})

test.each([
  ['one more than it was', {}, 8],
  ['as it was, where it is older than expected', { generation: 11, takesOlder: true }, 7],
  ['one more than expected, after a baseline', { generation: 11, isBaseline: true }, 12],
  ['as it was, where the mapping has left for another source', { isCurrent: false, generation: 11 }, 7],
] as const)('the generation of a memory that is committed to is %s', (_name, changes, generation) => {
  expect(committedManifest({ ...REQUEST, ...changes }, KNOWN, STAGED).generation).toBe(generation)
})

test.each([
  ['rows', 3, 3],
  ['ids', 2, 3],
] as const)('of a manifest %s are remembered, given its epoch %i', (how, epoch, remembered) => {
  expect(decideRemember(KNOWN, { epoch })).toMatchObject({
    how,
    manifest: { epoch: remembered, generation: 8 },
  })
})

test('a memory that remembers nothing takes the epoch of the manifest', () => {
  const empty = forgottenManifest(OWNER, { epoch: 0, generation: 0 })
  expect(decideRemember(empty, { epoch: 5 })).toMatchObject({
    how: 'rows',
    manifest: { epoch: 5, generation: 1 },
  })
})
