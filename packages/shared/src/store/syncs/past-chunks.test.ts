import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  SEED_MAPPING,
  seedConfig,
  createControlDatabase,
  readTestServers,
  type TestDatabase,
} from '../../testing/index.ts'
import { answerKeptQuestion, sealManifest } from '../../records/index.ts'
import { createSecretBox } from '../../secrets/index.ts'
import {
  cancelSync,
  closeOpenChunks,
  createSync,
  listUntidySyncs,
  openDatabase,
  pruneHistory,
  readMapping,
  recordChunk,
  recordFinalized,
  recordGoneOut,
  recordStaged,
  recordStaging,
  settleChunk,
  type Database,
} from '../index.ts'

const secrets = createSecretBox(Buffer.alloc(32, 7).toString('base64'))
const mapping = { ...SEED_MAPPING, id: 'people' }
const NEVER_MS = 1e12

let testDatabase: TestDatabase
let db: Database

beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'past chunks test' })
  await seedConfig(db, secrets, { mapping })
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

const createIds = (_mapping: string, epoch: number) => (change: { recordId: string; version: number }) =>
  `${epoch}:${change.recordId}:${change.version}`
const look = async (recordId: string) => {
  const question = { kind: 'kept record', mapping: mapping.id, recordId } as const
  const answer = await answerKeptQuestion({ db, secrets }, question, { createIds })
  return 'changes' in answer ? answer.changes.map(({ sync, version, end }) => [sync, version, end]) : []
}
const find = (messageId: string) =>
  answerKeptQuestion({ db, secrets }, { kind: 'kept message', mapping: mapping.id, messageId }, { createIds })

test('who was in a sync is known while it runs and once it has ended, up to a number of rows', async () => {
  const begin = async (version: number): Promise<string> => {
    const { id: sync } = await createSync(db, { mapping: mapping.id, origin: 'manual' })
    await recordStaging(db, sync)
    const counts = { added: 4, updated: 0, deleted: 0, invalid: 0, skipped: 0, lastSeq: 4 }
    await recordStaged(db, sync, { stagedAt: '2026-01-01T00:00:00Z', ...counts })
    for (const chunk of [1, 2]) {
      const rows = [`a${chunk}`, `b${chunk}`].map((recordId) => ({
        recordId,
        op: 'added' as const,
        version,
        checksum: '0'.repeat(32),
      }))
      const place = { sync, chunk, fromSeq: 2 * chunk - 1, toSeq: 2 * chunk, rows: 2 }
      await recordChunk(db, place, sealManifest(secrets, place, rows))
    }
    return sync
  }
  const end = async (sync: string): Promise<void> => {
    await cancelSync(db, sync)
    await recordGoneOut(db, { sync, chunk: 2 }, [3], { destination: 'segment', users: null })
    await closeOpenChunks(db, sync)
    await recordFinalized(db, sync)
  }
  const first = await begin(1)
  expect(await look('a1')).toEqual([[first, 1, 'on its way']])
  const outcome = { skipped: 1, invalid: 0, delivered: 1, dead: 0 }
  await settleChunk(db, secrets, { sync: first, chunk: 1, outcome, letters: [], skippedSeqs: [2] })
  await end(first)
  expect(await listUntidySyncs(db)).toEqual([])
  expect(await look('a1')).toEqual([[first, 1, 'delivered']])
  expect(await look('b1')).toEqual([[first, 1, 'kept back']])
  expect(await look('a2')).toEqual([[first, 1, 'delivered']])
  expect(await look('b2')).toEqual([[first, 1, 'in doubt']])

  const second = await begin(2)
  expect(await look('b2')).toEqual([
    [second, 2, 'on its way'],
    [first, 1, 'in doubt'],
  ])
  const epoch = (await readMapping(db, mapping.id))?.epoch
  expect(await find(`${epoch}:b2:1`)).toEqual({ recordIds: ['b2'], isWhole: true })
  expect(await find(`${epoch}:b2:3`)).toEqual({ recordIds: [], isWhole: true })
  await end(second)
  await pruneHistory(db, NEVER_MS, 5)
  expect(await look('b2')).toEqual([[second, 2, 'in doubt']])
  await pruneHistory(db, NEVER_MS, 1)
  expect(await look('b2')).toEqual([])
})
