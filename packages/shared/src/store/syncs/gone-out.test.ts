import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createSecretBox } from '../../secrets/index.ts'
import { seedConfig, createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import {
  cancelSync,
  closeOpenChunks,
  createRequeue,
  createSync,
  listDeadLetters,
  listSettledRanges,
  openDatabase,
  readSync,
  recordChunk,
  recordDeadLetters,
  recordFinalized,
  recordGoneOut,
  recordStaged,
  recordStaging,
  reopenTakenLetters,
  requeueLetters,
  type Database,
} from '../index.ts'

const secrets = createSecretBox(Buffer.alloc(32, 7).toString('base64'))
const ROWS = 4

describe('what had gone out of a chunk when its sync was canceled', () => {
  let testDatabase: TestDatabase
  let db: Database

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'gone out test' })
    await seedConfig(db, secrets, { mapping: { id: 'people' } })
  })
  beforeEach(async () => {
    await db.query('delete from sluice.syncs')
    await db.query('delete from sluice.dead_letters')
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  /** Takes a sync to where its one chunk of all rows is under way. */
  const cut = async (id: string): Promise<string> => {
    await recordStaging(db, id)
    const counts = { added: ROWS, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: ROWS }
    await recordStaged(db, id, { stagedAt: '2026-01-01T00:00:00Z', ...counts })
    await recordChunk(db, { sync: id, chunk: 1, fromSeq: 1, toSeq: ROWS, rows: ROWS })
    return id
  }
  const begin = async (): Promise<string> =>
    cut((await createSync(db, { mapping: 'people', origin: 'manual' })).id)
  const tell = (sync: string, seqs: readonly number[]): Promise<void> =>
    recordGoneOut(db, { sync, chunk: 1 }, seqs, { destination: 'segment', users: null })

  test('counts as settled, and is told once', async () => {
    const sync = await begin()
    await cancelSync(db, sync)
    await tell(sync, [1, 2, 4])
    await tell(sync, [3])
    expect(await listSettledRanges(db, sync)).toEqual([
      { fromSeq: 1, toSeq: 2 },
      { fromSeq: 4, toSeq: 4 },
    ])
    await recordFinalized(db, sync)
    expect(await readSync(db, sync)).toMatchObject({ status: 'canceled', delivered: 3, inFlight: 1 })
  })

  test('is nothing while the sync still delivers, and once its books are closed', async () => {
    const sync = await begin()
    await tell(sync, [1])
    expect(await listSettledRanges(db, sync)).toEqual([])
    await cancelSync(db, sync)
    await closeOpenChunks(db, sync)
    await tell(sync, [1])
    expect(await listSettledRanges(db, sync)).toEqual([])
  })

  test('delivers the letters of a requeue, and the others are open again', async () => {
    const dead = await begin()
    await recordDeadLetters(
      db,
      secrets,
      Array.from({ length: ROWS }, (_none, index) => ({
        stage: 'send' as const,
        code: 'rejected' as const,
        reason: 'no',
        mapping: 'people',
        sync: dead,
        chunk: 1,
        deltaSeq: index + 1,
        recordId: `p${index}`,
        op: 'added' as const,
        version: 1,
        payload: '{}',
      })),
    )
    await cancelSync(db, dead)
    await requeueLetters(db, { actor: 'alice', mapping: 'people' })
    const requeue = await createRequeue(db, 'people')
    const sync = await cut(requeue?.id ?? '')
    await cancelSync(db, sync)
    await tell(sync, [2, 3])
    await reopenTakenLetters(db, sync)
    await recordFinalized(db, sync)

    const letters = await listDeadLetters(db, secrets, { mapping: 'people', limit: 10 })
    expect(letters.map(({ status }) => status).toSorted()).toEqual(['delivered', 'delivered', 'open', 'open'])
    expect(await readSync(db, sync)).toMatchObject({ status: 'canceled', delivered: 2, inFlight: 2 })
  })
})
