import { expect, test } from '@jest/globals'
import type {
  KeptChange,
  KeptRecord,
  LoggedChange,
  RecordFacts,
  RememberedRecord,
  StagedRecord,
} from '@sluice/shared/domain'
import type { NamedSync, RecordLetter } from '@sluice/shared/store'
import { composeVersions } from './compose-versions.ts'
import type { GatheredRecord } from './gather-record.ts'

const AT = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

const sync = (id: string, changes: Partial<NamedSync> = {}): NamedSync => ({
  id,
  number: Number(id.slice(1)),
  origin: 'manual',
  status: 'succeeded',
  epoch: 1,
  fields: {},
  stagedAt: AT,
  finishedAt: AT,
  waiting: null,
  ...changes,
})
const change = (of: string, version: number, changes: Partial<KeptChange> = {}): KeptChange => ({
  sync: of,
  epoch: 1,
  op: version === 1 ? 'added' : 'updated',
  version,
  checksum: `c${version}`,
  end: 'delivered',
  at: AT,
  ...changes,
})
const letter = (of: string, version: number, changes: Partial<RecordLetter> = {}): RecordLetter => ({
  id: '7',
  stage: 'send',
  code: 'rejected',
  reason: 'HTTP 400',
  sync: of,
  requeue: null,
  op: 'added',
  epoch: 1,
  version,
  status: 'open',
  createdAt: AT,
  updatedAt: AT,
  history: [],
  ...changes,
})
const remembered = (version: number, changes: Partial<RememberedRecord> = {}): RememberedRecord => ({
  version,
  checksum: `c${version}`,
  delivered: version,
  isKnown: true,
  inDoubt: null,
  keptBack: null,
  deletedAt: null,
  sync: null,
  isDigestOfVersion: true,
  ...changes,
})

const line = (of: string, version: number, changes: Partial<LoggedChange> = {}): LoggedChange => ({
  sync: of,
  version,
  op: version === 1 ? 'added' : 'updated',
  status: 'delivered',
  code: null,
  reason: null,
  messageId: `m${version}`,
  at: AT,
  ...changes,
})

const OWN_ID = { message_id: { '@path': '$.properties.mail' } }

interface Scene {
  readonly changes?: readonly KeptChange[]
  readonly letters?: readonly RecordLetter[]
  readonly contents?: KeptRecord['letters']
  readonly remembered?: RememberedRecord
  readonly staged?: StagedRecord
  readonly log?: readonly LoggedChange[]
  readonly syncs?: readonly NamedSync[]
}

const tell = (scene: Scene, role: 'operator' | 'viewer' = 'operator'): readonly string[] => {
  const facts: RecordFacts = {
    epoch: 1,
    remembered: scene.remembered ?? null,
    staged: scene.staged ?? null,
    log: scene.log ?? null,
    columns: [],
    rows: [],
    rowError: null,
    next: null,
  }
  const gathered: GatheredRecord = {
    recordId: 'r',
    facts,
    factsError: null,
    kept: { changes: scene.changes ?? [], letters: scene.contents ?? [], isWhole: true },
    letters: scene.letters ?? [],
    syncs: scene.syncs ?? [sync('s1'), sync('s2')],
  }
  const createIds =
    (epoch: number) =>
    ({ version, checksum }: { version: number; checksum: string }) =>
      `${epoch}/${version}/${checksum}`
  return composeVersions(gathered, createIds, role).map((each) =>
    [each.version, each.op ?? '?', each.status, each.sync ?? '?', ...each.messageIds].join(' '),
  )
}

test.each<[what: string, scene: Scene, told: readonly string[]]>([
  [
    'a version that was in doubt and went out by the next sync, under the same messageId',
    { changes: [change('s2', 1), change('s1', 1, { end: 'in doubt', at: null })], remembered: remembered(1) },
    ['1 added delivered s2 1/1/c1'],
  ],
  [
    'one that nobody knows to have gone out',
    {
      changes: [change('s1', 1, { end: 'in doubt', at: null })],
      remembered: remembered(1, { inDoubt: 'added' }),
    },
    ['1 added in doubt s1 1/1/c1'],
  ],
  [
    'a dead letter of the sync that had it, whose chunk has settled',
    {
      changes: [change('s1', 1)],
      letters: [letter('s1', 1)],
      remembered: remembered(1, { delivered: null }),
    },
    ['1 added dead s1 1/1/c1'],
  ],
  [
    'one that was in doubt and has gone out by a sync that is not committed yet',
    { changes: [change('s2', 1)], remembered: remembered(1, { delivered: null, inDoubt: 'added' }) },
    ['1 added delivered s2 1/1/c1'],
  ],
  [
    'nothing of a version that died when its letter is not kept any more',
    { changes: [change('s1', 1)], remembered: remembered(1, { delivered: null }) },
    ['1 added unknown s1'],
  ],
  [
    'one that went out beside rows that died, as the memory knows',
    { changes: [change('s1', 1, { end: 'delivered or dead' })], remembered: remembered(1) },
    ['1 added delivered s1 1/1/c1'],
  ],
  [
    'nothing of one that went out or died, and is not remembered',
    { changes: [change('s1', 1, { end: 'delivered or dead' })] },
    ['1 added unknown s1'],
  ],
  [
    'a dead letter of the mapper, of which no event was made',
    { changes: [change('s1', 1)], letters: [letter('s1', 1, { stage: 'map' })] },
    ['1 added dead s1'],
  ],
  [
    'an earlier dead letter of a version that has gone out since',
    { changes: [change('s2', 1, { at: LATER })], letters: [letter('s1', 1)] },
    ['1 added delivered s2 1/1/c1'],
  ],
  [
    'a dead letter that went out by a requeue',
    {
      changes: [change('s1', 1)],
      letters: [letter('s1', 1, { status: 'delivered', requeue: 's2', updatedAt: LATER })],
    },
    ['1 added delivered s2 1/1/c1'],
  ],
  [
    'what a running sync has staged, and no chunk yet',
    {
      changes: [change('s1', 1)],
      staged: { sync: 's2', op: 'updated', version: 2, checksum: 'c2', isToDeliver: true },
      remembered: remembered(1),
    },
    ['1 added delivered s1 1/1/c1', '2 updated on its way s2 1/2/c2'],
  ],
  [
    'what no trigger asks for',
    { staged: { sync: 's2', op: 'deleted', version: 2, checksum: '', isToDeliver: false } },
    ['2 deleted skipped s2'],
  ],
  [
    'what a baseline took as sent, after what had gone out before its epoch',
    {
      changes: [change('s1', 1)],
      remembered: remembered(2, { delivered: 1, sync: 2 }),
      syncs: [sync('s1'), sync('s2', { origin: 'baseline', epoch: 9 })],
    },
    ['1 added delivered s1 1/1/c1', '2 ? taken as sent s2'],
  ],
  [
    'a record that a baseline found as it had gone out: once, in the epoch of its sync',
    { changes: [change('s1', 1, { epoch: 0 })], remembered: remembered(1) },
    ['1 added delivered s1 0/1/c1'],
  ],
  [
    'nothing of the sync or the ids of a version of which only the memory is left',
    { remembered: remembered(3, { delivered: 2, isDigestOfVersion: false }), syncs: [] },
    ['2 ? delivered ?', '3 ? unknown ?'],
  ],
  [
    'no messageId where other columns count since it went out',
    { remembered: remembered(3, { isDigestOfVersion: false }), syncs: [] },
    ['3 ? delivered ?'],
  ],
  [
    'what only the sync log knows any more, and what is known better as that',
    {
      log: [
        line('s1', 1, { status: 'dead', code: 'rejected', messageId: null }),
        line('s2', 1, { status: 'delivered', messageId: 'm1' }),
        line('s9', 2, { messageId: '1/2/c2' }),
      ],
      changes: [change('s2', 1, { at: LATER })],
      remembered: remembered(2),
      syncs: [sync('s1'), sync('s2')],
    },
    ['1 added delivered s2 1/1/c1', '2 updated delivered s9 1/2/c2'],
  ],
  [
    'versions of the sync log whose syncs are not in the history, in the order of their times',
    { log: [line('s8', 2), line('s9', 1, { at: LATER })], syncs: [] },
    ['2 updated delivered s8 m2', '1 added delivered s9 m1'],
  ],
  [
    'no messageId where the mapping gave it one of its own',
    { changes: [change('s1', 1)], syncs: [sync('s1', { fields: OWN_ID })] },
    ['1 added delivered s1'],
  ],
])('it tells %s', (_what, scene, told) => {
  expect(tell(scene)).toEqual(told)
})

test('a messageId that a mapping gave an event is told to operators, and to no viewer', () => {
  const scene: Scene = {
    changes: [change('s1', 1)],
    letters: [letter('s1', 1)],
    contents: [{ id: '7', messageId: 'secret@x.io', checksum: null }],
    log: [line('s1', 2, { messageId: 'secret@x.io' })],
    syncs: [sync('s1', { fields: OWN_ID })],
  }
  expect(tell(scene)).toEqual(['1 added dead s1 secret@x.io', '2 updated delivered s1 secret@x.io'])
  expect(tell(scene, 'viewer')).toEqual(['1 added dead s1', '2 updated delivered s1'])
  // Its sync may be gone from the history, and what its mapping did with it.
  const old = tell({ ...scene, changes: [], syncs: [] }, 'viewer')
  expect(old.toSorted()).toEqual(['1 added dead s1', '2 updated delivered s1'])
})
