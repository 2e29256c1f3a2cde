import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { LeaseLost, type ExtractPayload } from '../queues/index.ts'
import { createSecretBox } from '../secrets/index.ts'
import { openDatabase, readDatabaseTime, type Database } from '../store/index.ts'
import { createControlDatabase, readTestServers, type TestDatabase } from '../testing/index.ts'
import { readLeaseEnd, settleOwnChunk, tellSettled } from './index.ts'

const secrets = createSecretBox(Buffer.alloc(32, 1).toString('base64'))
const OUTCOME = { skipped: 0, invalid: 0, delivered: 10, dead: 0 }

describe('settling a chunk', () => {
  let testDatabase: TestDatabase
  let db: Database
  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'settling test' })
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  /** A sync that has cut so many chunks, the last of all among them. */
  const start = async (chunks: number): Promise<string> => {
    const { rows } = await db.query<{ id: string }>(
      `with sync as (
         insert into sluice.syncs (mapping_id, mapping_version, plan, origin, status, streamed_at)
         values (gen_random_uuid(), 1, '{}', 'manual', 'delivering', now()) returning id
       ), cut as (
         insert into sluice.chunks (sync_id, chunk, from_seq, to_seq, rows)
         select id, chunk, chunk * 10 - 9, chunk * 10, 10 from sync, generate_series(1, $1::int) as chunk
       )
       select id from sync`,
      [chunks],
    )
    return rows[0]?.id ?? ''
  }
  const settle = (sync: string, chunk: number, untilMs: number): Promise<boolean> =>
    settleOwnChunk({ db, secrets }, { sync, chunk, outcome: OUTCOME, letters: [], skippedSeqs: [], untilMs })
  const tell = async (sync: string): Promise<readonly ExtractPayload[]> => {
    const told: ExtractPayload[] = []
    await tellSettled({ db, extract: { add: async (payload) => void told.push(payload) } }, sync)
    return told
  }
  const readSoonMs = async (): Promise<number> => (await readDatabaseTime(db)).getTime() + 60_000

  test('happens once, and is told when it was the last of its sync', async () => {
    const sync = await start(2)
    const soonMs = await readSoonMs()
    expect(await settle(sync, 1, soonMs)).toBe(true)
    expect(await settle(sync, 1, soonMs)).toBe(false)
    expect(await tell(sync)).toEqual([])
    expect(await settle(sync, 2, soonMs)).toBe(true)
    expect(await tell(sync)).toEqual([{ sync, step: 'commit' }])
  })

  test('is left to whoever has the job once it is not the own any more', async () => {
    const sync = await start(1)
    const pastMs = (await readDatabaseTime(db)).getTime() - 1
    await expect(settle(sync, 1, pastMs)).rejects.toThrow(LeaseLost)
    expect(await settle(sync, 1, await readSoonMs())).toBe(true)
    expect(await settle(sync, 1, pastMs)).toBe(false)
  })

  test('may be done for as long as the lease lasts, by the clock of the database', async () => {
    const before = (await readDatabaseTime(db)).getTime()
    const endMs = await readLeaseEnd(db, { readLeftMs: async () => 30_000 })
    const after = (await readDatabaseTime(db)).getTime()
    expect(endMs).toBeGreaterThanOrEqual(before + 30_000)
    expect(endMs).toBeLessThanOrEqual(after + 30_000)
    await expect(readLeaseEnd(db, { readLeftMs: async () => 0 })).rejects.toThrow(LeaseLost)
  })
})
