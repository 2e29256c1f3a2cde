import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { DeadLetterStatus } from '../../domain/index.ts'
import {
  SEED_MAPPING,
  seedConfig,
  createControlDatabase,
  readTestServers,
  waitFor,
  type TestDatabase,
} from '../../testing/index.ts'
import { createSecretBox } from '../../secrets/index.ts'
import {
  cancelSync,
  createSync,
  listDeadLetters,
  listSyncs,
  listUntidySyncs,
  openDatabase,
  pruneHistory,
  readMapping,
  readThroughput,
  recordChunk,
  recordDeadLetters,
  recordFinalized,
  recordMapping,
  recordReset,
  recordStaged,
  recordStaging,
  removeConfig,
  settleChunk,
  type Database,
  type Queryable,
} from '../index.ts'

const secrets = createSecretBox(Buffer.alloc(32, 7).toString('base64'))
const mapping = { ...SEED_MAPPING, id: 'people' }
const DAY_MS = 86_400_000

describe('what has ended', () => {
  let testDatabase: TestDatabase
  let db: Database

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'history test' })
    await seedConfig(db, secrets, { mapping })
  })
  beforeEach(async () => {
    await db.query('delete from sluice.syncs')
    await db.query('delete from sluice.dead_letters')
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  const startSync = async (): Promise<string> => {
    const { id } = await createSync(db, { mapping: mapping.id, origin: 'manual' })
    await recordStaging(db, id)
    const counts = { added: 10, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: 10 }
    await recordStaged(db, id, { stagedAt: '2026-01-01T00:00:00Z', ...counts })
    return id
  }
  const age = (id: string, days: number): Promise<unknown> =>
    db.query(
      `update sluice.syncs set finished_at = now() - make_interval(days => $2), created_at = now() - make_interval(days => $2) where id = $1`,
      [id, days],
    )

  test('is dropped when it is old, but for the last sync of a mapping and for what is not tidied up', async () => {
    const old = await startSync()
    await cancelSync(db, old)
    await age(old, 100)
    const withChunks = await startSync()
    await recordChunk(db, { sync: withChunks, chunk: 1, fromSeq: 1, toSeq: 10, rows: 10 })
    await cancelSync(db, withChunks)
    await age(withChunks, 99)
    const newest = await startSync()
    await cancelSync(db, newest)
    await age(newest, 98)

    await pruneHistory(db, 90 * DAY_MS)
    expect((await listSyncs(db, { limit: 10 })).map(({ id }) => id)).toEqual([newest, withChunks])
    expect((await listUntidySyncs(db)).map(({ id }) => id)).toEqual([withChunks])
    await recordFinalized(db, withChunks)
    await pruneHistory(db, 90 * DAY_MS)
    expect((await listSyncs(db, { limit: 10 })).map(({ id }) => id)).toEqual([newest])
  })

  test('is listed page by page, each sync once and the newest first, also where many began at one moment', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      const id = await startSync()
      await cancelSync(db, id)
      ids.unshift(id)
    }
    await db.query(`update sluice.syncs set created_at = now() where id <> $1`, [ids[4]])
    const listed: string[] = []
    for (let before: string | undefined; listed.length < 10; before = listed.at(-1)) {
      const page = await listSyncs(db, { status: 'canceled', before, limit: 2 })
      if (page.length === 0) break
      listed.push(...page.map(({ id }) => id))
    }
    expect(listed.toSorted()).toEqual(ids.toSorted())
    expect(listed.at(-1)).toBe(ids[4])
    expect(await listSyncs(db, { status: 'failed', limit: 2 })).toEqual([])
  })

  test('has a throughput, in steps that add up, which its end changes nothing of', async () => {
    const sync = await startSync()
    expect(await readThroughput(db, sync)).toBeNull()
    for (const [index, seconds] of [1, 2, 300].entries()) {
      const chunk = index + 1
      await recordChunk(db, { sync, chunk, fromSeq: chunk, toSeq: chunk, rows: 1 })
      const outcome = { skipped: 0, invalid: 0, delivered: chunk, dead: 0 }
      await settleChunk(db, secrets, { sync, chunk, outcome, letters: [], skippedSeqs: [] })
      await db.query(
        `update sluice.chunks set settled_at = timestamptz '2026-01-01T00:00:00Z' + make_interval(secs => $2)
         where sync_id = $1 and chunk = $3`,
        [sync, seconds, chunk],
      )
    }
    const throughput = await readThroughput(db, sync)
    expect(throughput).toMatchObject({ from: '2026-01-01T00:00:00.000Z', stepSeconds: 5 })
    expect(throughput?.delivered).toEqual([3, ...Array.from({ length: 59 }, () => 0), 3])
    await cancelSync(db, sync)
    await recordFinalized(db, sync)
    expect(await readThroughput(db, sync)).toEqual(throughput)
    await recordFinalized(db, sync)
    expect(await readThroughput(db, sync)).toEqual(throughput)
  })

  test('is dropped of dead letters only when they are closed', async () => {
    const sync = await startSync()
    const statuses: readonly DeadLetterStatus[] = ['open', 'requeued', 'delivered', 'superseded', 'discarded']
    await recordDeadLetters(
      db,
      secrets,
      statuses.map((_status, index) => ({
        stage: 'send',
        code: 'rejected',
        reason: 'a test',
        mapping: mapping.id,
        sync,
        chunk: 1,
        deltaSeq: index + 1,
        recordId: `r${index}`,
        op: 'added',
        version: 1,
        payload: '{}',
      })),
    )
    for (const [index, status] of statuses.entries()) {
      await db.query(
        `update sluice.dead_letters set status = $1, updated_at = now() - interval '91 days' where delta_seq = $2`,
        [status, index + 1],
      )
    }
    await pruneHistory(db, 90 * DAY_MS)
    const left = await listDeadLetters(db, secrets, { limit: 10 })
    expect(left.map(({ status }) => status)).toEqual(['requeued', 'open'])
  })

  test('of a mapping that was removed is where it goes on when it comes back', async () => {
    await recordReset(db, mapping.id)
    const epoch = await recordReset(db, mapping.id)
    const sync = await startSync()
    await cancelSync(db, sync)
    await removeConfig(db, 'mapping', mapping.id)
    await recordMapping(db, mapping)
    expect((await readMapping(db, mapping.id))?.epoch).toBe(epoch)
  })

  test('cannot be canceled any more', async () => {
    const sync = await startSync()
    expect(await cancelSync(db, sync)).toBe(true)
    expect(await cancelSync(db, sync)).toBe(false)
  })

  test('whoever is frozen in the middle of a transaction holds what it has locked for a minute at most', async () => {
    const readLimit = async (tx: Queryable): Promise<string | undefined> => {
      const { rows } = await tx.query<{ ms: string }>(
        `select setting as ms from pg_settings where name = 'idle_in_transaction_session_timeout'`,
      )
      return rows[0]?.ms
    }
    expect(await db.transaction(readLimit)).toBe('60000')
    expect(await readLimit(db)).toBe('0')
    const late = db.transaction(async (tx) => {
      await tx.query(`set local idle_in_transaction_session_timeout = '1ms'`)
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      await waitFor('the server to end the transaction', async () => {
        const { rowCount } = await db.query('select from pg_stat_activity where pid = $1', [rows[0]?.pid])
        return rowCount === 0
      })
      await tx.query('select 1')
    })
    await expect(late).rejects.toMatchObject({ code: 'database_unreachable' })
  })

  test('is looked after by one at a time, and by the next when that one is done or dead', async () => {
    const other = openDatabase({ url: testDatabase.url, applicationName: 'another extractor' })
    let calls = 0
    const isAlone = await db.exclusively('sweep', async () => {
      calls += 1
      expect(await other.exclusively('sweep', async () => void (calls += 1))).toBe(false)
      expect(await other.exclusively('history', async () => void (calls += 1))).toBe(true)
    })
    expect([isAlone, calls]).toEqual([true, 2])
    await expect(db.exclusively('sweep', () => Promise.reject(new Error('died')))).rejects.toThrow('died')
    expect(await other.exclusively('sweep', async () => {})).toBe(true)
    await other.close()
  })
})
