import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SluiceError } from '@sluice/shared/errors'
import {
  cancelSync,
  createSync,
  listOpenChunks,
  readMapping,
  readSync,
  recordChunk,
  recordMapping,
  settleChunk,
  type Database,
} from '@sluice/shared/store'
import { abandonSync } from './abandon-sync.ts'
import { commitIfSettled } from './commit-sync.ts'
import { runSync } from './run-sync.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { openExtraction, type Extraction } from '../testing/open-extraction.ts'
import { readDeltas } from '../testing/read-deltas.ts'

const ROWS = 2_500

describe('after a sync that failed halfway', () => {
  const { signal } = new AbortController()
  let extraction: Extraction
  let db: Database
  let deps: SyncDeps

  beforeAll(async () => {
    extraction = await openExtraction({ rows: 1_000, bytes: 1_000_000 })
    ;({ db, deps } = extraction)
    await extraction.sql(`insert into people select 'p' || n, 'a' from generate_series(1, ${ROWS}) n`)
  })
  afterAll(() => extraction.close())

  const run = async (): Promise<string> => {
    const { id } = await createSync(db, { mapping: 'people', origin: 'manual' })
    await runSync(deps, id, signal)
    return id
  }
  const settle = (sync: string, chunk: number, delivered: number): Promise<boolean> =>
    settleChunk(db, deps.secrets, {
      sync,
      chunk,
      outcome: { skipped: 0, invalid: 0, delivered, dead: 0 },
      letters: [],
      skippedSeqs: [],
    })
  const listDeltas = async (sync: string, chunk: number) => (await readDeltas(deps, { sync, chunk })) ?? []

  test('the next one sends what was not delivered, and what has changed since under a version of its own', async () => {
    const failed = await run()
    const [delivered] = await listDeltas(failed, 1)
    const inFlight = (await listDeltas(failed, 3))[0]
    await settle(failed, 1, 1_000)
    await abandonSync(deps, failed, new SluiceError('warehouse_denied', 'the password was changed'))
    expect(await readSync(db, failed)).toMatchObject({ status: 'failed', delivered: 1_000, inFlight: 1_500 })
    // A post that was under way when the sync failed still counts.
    await settle(failed, 2, 1_000)
    // What was delivered goes back to what it never was before, or away.
    await extraction.sql(`update people set plan = 'b' where id = $1`, [delivered?.recordId])

    const next = await run()
    expect(await readSync(db, next)).toMatchObject({
      status: 'delivering',
      added: 500,
      updated: 1,
      deleted: 0,
    })
    expect(await readSync(db, failed)).toMatchObject({ status: 'failed', delivered: 2_000, inFlight: 500 })
    const deltas = await listDeltas(next, 1)
    expect(deltas.find(({ recordId }) => recordId === delivered?.recordId)).toMatchObject({
      op: 'updated',
      version: 2,
    })
    // Not known to have arrived: the same delta again, hence the same messageId.
    expect(deltas.find(({ recordId }) => recordId === inFlight?.recordId)).toMatchObject({
      version: inFlight?.version,
      checksum: inFlight?.checksum,
    })

    await settle(next, 1, 501)
    await commitIfSettled(deps, next)
    expect(await readSync(db, next)).toMatchObject({ status: 'succeeded', delivered: 501, inFlight: 0 })
    const last = await run()
    expect(await readSync(db, last)).toMatchObject({ status: 'succeeded', extracted: 0 })
  })

  test('nothing more is written down of it', async () => {
    await extraction.sql(`update people set plan = 'c'`)
    const failed = await run()
    await abandonSync(deps, failed, new SluiceError('unexpected', 'a test'))
    expect(await recordChunk(db, { sync: failed, chunk: 9, fromSeq: 1, toSeq: 1, rows: 1 })).toBe(false)
  })

  test('a row that may have gone out is sent again when it is as it was before, however often that was in doubt', async () => {
    const finish = async (): Promise<string> => {
      const sync = await run()
      for (const { chunk, rows } of await listOpenChunks(db, sync, 0)) await settle(sync, chunk, rows)
      await commitIfSettled(deps, sync)
      return sync
    }
    await extraction.sql(`update people set plan = 'before'`)
    await finish()
    await extraction.sql(`update people set plan = 'after' where id = 'p1'`)
    for (let time = 1; time <= 2; time += 1) await cancelSync(db, await run())
    await extraction.sql(`update people set plan = 'before' where id = 'p1'`)
    expect(await readSync(db, await finish())).toMatchObject({ extracted: 1, updated: 1, delivered: 1 })
    expect(await readSync(db, await finish())).toMatchObject({ extracted: 0 })
  })

  test('more updates than the mapping allows stop it before anything is sent, until somebody lets them pass', async () => {
    const mapping = await readMapping(db, 'people')
    await recordMapping(db, { ...mapping!, maxUpdatedPercent: 50 })
    await extraction.sql(`update people set plan = 'guarded'`)
    const start = (allowUpdates: boolean) =>
      createSync(db, { mapping: 'people', origin: 'manual', allowUpdates })
    const stopped = await start(false)
    const reason = await runSync(deps, stopped.id, signal).catch((error: unknown) => error)
    expect(reason).toMatchObject({ code: 'updates_exceeded' })
    await abandonSync(deps, stopped.id, reason as SluiceError)
    const allowed = await start(true)
    await runSync(deps, allowed.id, signal)
    expect(await readSync(db, allowed.id)).toMatchObject({ status: 'delivering', updated: ROWS })
  })
})
