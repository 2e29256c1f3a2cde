import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { encodeLetterDelta } from '@sluice/shared/queues'
import {
  createRequeue,
  createSync,
  readMapping,
  readSync,
  recordMapping,
  requeueLetters,
  settleChunk,
} from '@sluice/shared/store'
import { commitIfSettled } from '../../sync/commit-sync.ts'
import { runSync } from '../../sync/run-sync.ts'
import { openExtraction, type Extraction } from '../../testing/open-extraction.ts'
import { readDeltas } from '../../testing/read-deltas.ts'

let extraction: Extraction
const { signal } = new AbortController()

beforeAll(async () => {
  extraction = await openExtraction({ rows: 10, bytes: 1_000_000 })
  await extraction.sql('alter table people add column note text')
  await extraction.sql(`insert into people values ('1', 'a'), ('2', 'b'), ('3', 'c')`)
})
afterAll(() => extraction.close())

test('letters that were staged without what the mapping reads now are open again, each for what it lacks', async () => {
  const { db, deps } = extraction
  const { id: sync } = await createSync(db, { mapping: 'people', origin: 'manual' })
  await runSync(deps, sync, signal)
  const deltas = (await readDeltas(deps, { sync, chunk: 1 })) ?? []
  const columns = { 1: ['plan'], 2: ['plan'], 3: [] } as Readonly<Record<string, readonly string[]>>
  const of = { stage: 'map', code: 'id_missing', reason: 'no id', mapping: 'people', sync, chunk: 1 } as const
  await settleChunk(db, deps.secrets, {
    sync,
    chunk: 1,
    outcome: { skipped: 0, invalid: 3, delivered: 0, dead: 0 },
    letters: deltas.map(({ seq, op, recordId, version, checksum }) => ({
      ...of,
      deltaSeq: seq,
      recordId,
      op,
      version,
      payload: encodeLetterDelta({
        stagedAt: '',
        op,
        recordId,
        version,
        checksum,
        row: '{}',
        columns: columns[recordId]!,
      }),
    })),
    skippedSeqs: [],
  })
  await commitIfSettled(deps, sync)
  const mapping = await readMapping(db, 'people')
  const traits = { plan: { '@path': '$.properties.plan' }, note: { '@path': '$.properties.note' } }
  await recordMapping(db, { ...mapping!, fields: { traits } })

  await requeueLetters(db, { mapping: 'people', actor: 'cli:test' })
  const requeue = await createRequeue(db, 'people')
  await runSync(deps, requeue!.id, signal)
  expect(await readSync(db, requeue!.id)).toMatchObject({ invalid: 3, delivered: 0, status: 'partial' })
  const { rows } = await db.query<{ reason: string; letters: number }>(
    `select reason, count(*) as letters from sluice.dead_letters
     where status = 'open' and code = 'row_incomplete' group by reason order by letters`,
  )
  expect(rows).toEqual([
    {
      reason: expect.stringContaining('without note, plan, and the mapping reads the columns now'),
      letters: 1,
    },
    { reason: 'the row was staged without note, and the mapping reads the column now', letters: 2 },
  ])
})
