import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createMessageIdFactory } from '@sluice/mapper/core'
import type { Delta } from '@sluice/shared/domain'
import { encodeLetterDelta } from '@sluice/shared/queues'
import {
  cancelSync,
  createRequeue,
  createSync,
  listOpenChunks,
  listUntidySyncs,
  readSource,
  readSync,
  recordSource,
  requeueLetters,
  settleChunk,
} from '@sluice/shared/store'
import { commitIfSettled } from '../../sync/commit-sync.ts'
import { finalizeEndedSync } from '../../sync/finalize-sync.ts'
import { runSync } from '../../sync/run-sync.ts'
import { openExtraction, type Extraction } from '../../testing/open-extraction.ts'
import { readDeltas } from '../../testing/read-deltas.ts'

let extraction: Extraction
const { signal } = new AbortController()

beforeAll(async () => {
  extraction = await openExtraction({ rows: 10, bytes: 1_000_000 })
  const { db, deps } = extraction
  const source = await readSource(db, deps.secrets, 'warehouse')
  await recordSource(db, deps.secrets, { ...source!, syncLog: { keepMs: 86_400_000 } })
  await extraction.sql(`insert into people values ('1', 'a'), ('2', 'b'), ('3', 'c')`)
})
afterAll(() => extraction.close())

const start = async (): Promise<string> => {
  const { id } = await createSync(extraction.db, { mapping: 'people', origin: 'manual' })
  await runSync(extraction.deps, id, signal)
  return id
}
const readLog = (sync: string) =>
  extraction.sql<{ record: string; status: string; code: string | null; message_id: string | null }>(
    'select record, status, code, message_id from _sluice.sync_log where sync = $1 order by record',
    [sync],
  )
/** What the mapper makes the ids of a sync's events by. */
const readIds = async (sync: string): Promise<(delta: Delta | undefined) => string> => {
  const epoch = (await readSync(extraction.db, sync))?.plan.epoch ?? 0
  const { installationId } = extraction.deps
  const create = createMessageIdFactory({ installationId, mappingId: 'people', epoch })
  return (delta) => create(delta!)
}

test('a sync, and the requeue of a letter that it left, say in the sync log what became of each row', async () => {
  const { db, deps } = extraction
  const sync = await start()
  const deltas = (await readDeltas(deps, { sync, chunk: 1 })) ?? []
  const [one, two, three] = deltas.toSorted((a, b) => a.recordId.localeCompare(b.recordId))
  const { seq, op, recordId, version, checksum } = two!
  const payload = encodeLetterDelta({ stagedAt: '', op, recordId, version, checksum, row: '{}' })
  const letter = {
    stage: 'map',
    code: 'id_missing',
    reason: 'no id',
    mapping: 'people',
    sync,
    chunk: 1,
  } as const
  await settleChunk(db, deps.secrets, {
    sync,
    chunk: 1,
    outcome: { skipped: 1, invalid: 1, delivered: 1, dead: 0 },
    letters: [{ ...letter, deltaSeq: seq, recordId, op, version, payload }],
    skippedSeqs: [three!.seq],
  })
  await commitIfSettled(deps, sync)
  const createId = await readIds(sync)
  expect(await readLog(sync)).toEqual([
    { record: '1', status: 'delivered', code: null, message_id: createId(one) },
    { record: '2', status: 'dead', code: 'id_missing', message_id: null },
    { record: '3', status: 'skipped', code: 'filter', message_id: null },
  ])

  await requeueLetters(db, { mapping: 'people', actor: 'cli:test' })
  const requeue = await createRequeue(db, 'people')
  await runSync(deps, requeue!.id, signal)
  for (const { chunk, rows } of await listOpenChunks(db, requeue!.id, 0))
    await settleChunk(db, deps.secrets, {
      sync: requeue!.id,
      chunk,
      outcome: { skipped: 0, invalid: 0, delivered: rows, dead: 0 },
      letters: [],
      skippedSeqs: [],
    })
  await commitIfSettled(deps, requeue!.id)
  expect(await readLog(requeue!.id)).toEqual([
    { record: '2', status: 'delivered', code: null, message_id: createId(two) },
  ])
  expect(await extraction.sql('select status, origin from _sluice.syncs order by number')).toEqual([
    { status: 'partial', origin: 'manual' },
    { status: 'succeeded', origin: 'requeue' },
  ])
})

test.each([
  ['its staged rows', false],
  ['its manifests alone', true],
])('a sync that was canceled is in the sync log from %s, once', async (_name, isLost) => {
  const { db, deps } = extraction
  await extraction.sql(`update people set plan = plan || '.'`)
  const sync = await start()
  const deltas = (await readDeltas(deps, { sync, chunk: 1 })) ?? []
  const createId = await readIds(sync)
  await cancelSync(db, sync)
  if (isLost) await extraction.sql(`truncate _sluice."staged_${sync.replaceAll('-', '')}"`)
  const [ended] = await listUntidySyncs(db, 'people')
  await finalizeEndedSync(deps, ended!)
  expect(await readLog(sync)).toEqual(
    deltas
      .map((delta) => ({
        record: delta.recordId,
        status: 'in_doubt',
        code: null,
        message_id: createId(delta),
      }))
      .toSorted((a, b) => a.record.localeCompare(b.record)),
  )
  expect(await extraction.sql('select status from _sluice.syncs where sync = $1', [sync])).toEqual([
    { status: 'canceled' },
  ])
})

const alter = (change: string) => extraction.sql(`alter table _sluice.sync_log ${change}`)

test('a log that cannot be written stops neither a sync nor what comes after one that was canceled, and is said once', async () => {
  const warned: { readonly sync: string; readonly error: unknown }[] = []
  const log = { ...extraction.deps.log, warn: (fields: never) => warned.push(fields) } as never
  const deps = { ...extraction.deps, log }
  const { db } = deps
  await extraction.sql(`update people set plan = plan || '.'`)
  const canceled = await start()
  await cancelSync(db, canceled)
  await alter('rename column reason to why')

  const { id: sync } = await createSync(db, { mapping: 'people', origin: 'manual' })
  await runSync(deps, sync, signal)
  for (const { chunk, rows } of await listOpenChunks(db, sync, 0))
    await settleChunk(db, deps.secrets, {
      sync,
      chunk,
      outcome: { skipped: 1, invalid: 0, delivered: rows - 1, dead: 0 },
      letters: [],
      skippedSeqs: [1],
    })
  await commitIfSettled(deps, sync)
  expect(await readSync(db, sync)).toMatchObject({ status: 'succeeded', delivered: 2, skipped: 1 })
  const error = expect.objectContaining({ code: 'sync_log_unusable' })
  expect(warned).toEqual([canceled, sync].map((of) => expect.objectContaining({ sync: of, error })))
  expect(
    await extraction.deps.warehouses
      .open('warehouse')
      .then((opened) => opened.countRecords({ installationId: deps.installationId, mappingId: 'people' })),
  ).toEqual({ sent: 2, keptBack: 1 })

  await alter('rename column why to reason')
  await extraction.sql(`update people set plan = plan || '.'`)
  const next = await start()
  await cancelSync(db, next)
  const [ended] = await listUntidySyncs(db, 'people')
  await finalizeEndedSync(deps, ended!)
  expect(await readLog(next)).toHaveLength(3)
  expect(warned).toHaveLength(2)
})
