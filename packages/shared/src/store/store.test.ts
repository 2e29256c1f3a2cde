import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Mapping, Outcome, Source, NewDeadLetter } from '../domain/index.ts'
import { seedConfig, createControlDatabase, readTestServers, type TestDatabase } from '../testing/index.ts'
import { createSecretBox } from '../secrets/index.ts'
import {
  countOpenChunks,
  createSync,
  describeSync,
  failSync,
  finishSync,
  isChunkOpen,
  isSyncSettled,
  listDeadLetters,
  listDestinations,
  listMappings,
  listOpenChunks,
  listSources,
  listSyncs,
  openDatabase,
  readDeadLetter,
  readLastChunk,
  readSource,
  readSync,
  recordChunk,
  recordCommitting,
  recordDeadLetters,
  recordEnabled,
  recordSource,
  recordStaged,
  recordStaging,
  recordStreamed,
  settleChunk,
  type Database,
} from './index.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const mapping: Mapping = {
  id: 'customers-identify',
  model: 'customers',
  destination: 'segment-us',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  filter: null,
  schedule: null,
  enabled: true,
  maxDeletedPercent: 30,
  fields: { z: 1, a: { '@path': '$.properties.id' } },
}

describe('the control database', () => {
  const secrets = createSecretBox(KEY)
  let testDatabase: TestDatabase
  let db: Database

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'store test' })
    await seedConfig(db, secrets, {
      source: { settings: { connection: 'postgres://u:hidden@h/d' } },
      model: { id: 'customers' },
      destination: { id: 'segment-us', writeKey: 'key-us' },
      mapping,
    })
  })
  beforeEach(async () => {
    await db.query('delete from sluice.syncs')
    await db.query('delete from sluice.dead_letters')
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  test('keeps what is said beside the connection of a source sealed with it', async () => {
    const source: Source = {
      id: 'limited',
      type: 'postgres',
      settings: {
        connection: 'postgres://u:hidden@h/d',
        ssl: { ca: 'hidden' },
        statement_timeout: '90s',
      },
    }
    await recordSource(db, secrets, source)
    expect(await readSource(db, secrets, 'limited')).toEqual(source)
    const { rows } = await db.query<{ row: string }>(
      `select sources::text as row from sluice.sources where id = 'limited'`,
    )
    expect(rows[0]?.row).not.toMatch(/hidden|90s/)
    await db.query(`delete from sluice.sources where id = 'limited'`)
  })

  test.each([
    ['a connection alone', 'postgres://h/d', { connection: 'postgres://h/d' }],
    [
      'words of its own',
      '{"connection":"postgres://h/d","ssl":{"ca":"x"},"statementTimeoutMs":90000}',
      { connection: 'postgres://h/d', ssl: { ca: 'x' }, statement_timeout: '90s' },
    ],
  ])('reads a source that an earlier version has sealed as %s', async (_how, sealed, settings) => {
    await db.query(`insert into sluice.sources (id, type, connection) values ('earlier', 'postgres', $1)`, [
      secrets.seal(sealed, 'sources/earlier'),
    ])
    expect(await readSource(db, secrets, 'earlier')).toEqual({ id: 'earlier', type: 'postgres', settings })
    await db.query(`delete from sluice.sources where id = 'earlier'`)
  })

  /** A sync that delivers `chunks` chunks of ten rows each. */
  const startDelivering = async (chunks: number): Promise<string> => {
    const { id } = await createSync(db, { mapping: mapping.id, origin: 'manual' })
    await recordStaging(db, id)
    const added = chunks * 10
    await recordStaged(db, id, {
      stagedAt: '2026-01-01T00:00:00Z',
      added,
      updated: 0,
      deleted: 0,
      invalid: 0,
      skipped: 0,
      lastSeq: added,
    })
    for (let chunk = 1; chunk <= chunks; chunk += 1) {
      await recordChunk(db, { sync: id, chunk, fromSeq: chunk * 10 - 9, toSeq: chunk * 10, rows: 10 })
    }
    return id
  }

  const settle = (sync: string, chunk: number, outcome: Outcome): Promise<boolean> =>
    settleChunk(db, secrets, { sync, chunk, outcome, letters: [], skippedSeqs: [] })

  test('holds secrets sealed, and gives them back', async () => {
    const { rows } = await db.query<{ write_key: string }>('select write_key from sluice.destinations')
    expect(rows[0]?.write_key).toMatch(/^v1\.[0-9a-f]{8}\./)
    expect((await listDestinations(db, secrets))[0]?.writeKey).toBe('key-us')
    expect((await listSources(db, secrets))[0]?.settings).toEqual({ connection: 'postgres://u:hidden@h/d' })
  })

  test("keeps the order of a mapping's keys, which is part of its meaning", async () => {
    expect(JSON.stringify((await listMappings(db))[0]?.fields)).toBe(JSON.stringify(mapping.fields))
    const sync = await createSync(db, { mapping: mapping.id, origin: 'manual' })
    expect(JSON.stringify(sync.plan.mapping.fields)).toBe(JSON.stringify(mapping.fields))
  })

  test('tells its listeners which row of config has changed', async () => {
    const changes: string[] = []
    const listener = await db.listenConfig((changed) => changes.push(changed))
    await recordEnabled(db, 'destination', 'segment-us', true)
    while (!changes.includes('destinations/segment-us'))
      await new Promise((resolve) => setTimeout(resolve, 5))
    await listener.close()
    expect(changes[0]).toBe('*')
  })

  test('lets a mapping have one running sync, whoever asks at the same moment', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, () => createSync(db, { mapping: mapping.id, origin: 'manual' })),
    )
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refusal = asked.find((result) => result.status === 'rejected')
    expect(String(refusal?.reason)).toMatch(
      /mapping customers-identify has a running sync already \(.*, queued\): wait/,
    )
  })

  test.each([
    ['mapping', mapping.id, 'mapping customers-identify is disabled'],
    ['destination', 'segment-us', 'destination segment-us of mapping customers-identify is disabled'],
  ] as const)('sends nothing of a disabled %s, and takes it as sent', async (kind, id, message) => {
    await recordEnabled(db, kind, id, false)
    await expect(createSync(db, { mapping: mapping.id, origin: 'manual' })).rejects.toThrow(message)
    const baseline = await createSync(db, { mapping: mapping.id, origin: 'baseline' })
    expect(await readSync(db, baseline.id)).toMatchObject({ status: 'queued' })
    await recordEnabled(db, kind, id, true)
  })

  test('counts a chunk once, however often it is settled', async () => {
    const id = await startDelivering(2)
    const outcome = { skipped: 1, invalid: 2, delivered: 3, dead: 4 }
    expect(await settle(id, 1, outcome)).toBe(true)
    expect(await settle(id, 1, { skipped: 0, invalid: 0, delivered: 10, dead: 0 })).toBe(false)
    expect(await readSync(db, id)).toMatchObject({ extracted: 20, ...outcome, inFlight: 10 })
    expect(await isChunkOpen(db, id, 1)).toBe(false)
    expect(await countOpenChunks(db, id)).toBe(1)
  })

  test('commits only what is streamed and settled, and says partial when something died', async () => {
    const id = await startDelivering(2)
    await settle(id, 1, { skipped: 0, invalid: 0, delivered: 10, dead: 0 })
    await recordStreamed(db, id)
    expect(await isSyncSettled(db, id)).toBe(false)
    expect(await recordCommitting(db, id)).toBe(false)
    await settle(id, 2, { skipped: 0, invalid: 0, delivered: 9, dead: 1 })
    expect(await isSyncSettled(db, id)).toBe(true)
    expect(await finishSync(db, id)).toBe(false)
    expect(await recordCommitting(db, id)).toBe(true)
    expect(await finishSync(db, id)).toBe(true)
    const sync = await readSync(db, id)
    expect(sync).toMatchObject({ status: 'partial', delivered: 19, dead: 1, inFlight: 0 })
    expect(Object.keys(describeSync(sync!))).toEqual([
      'id',
      'mapping',
      'status',
      'origin',
      'trigger',
      'extracted',
      'added',
      'updated',
      'deleted',
      'skipped',
      'invalid',
      'delivered',
      'dead',
      'inFlight',
      'startedAt',
      'finishedAt',
      'waiting',
      'error',
      'errorCode',
    ])
    expect(await listOpenChunks(db, id, 0)).toEqual([])
  })

  test('keeps what a failed sync had settled, and lets the next one start', async () => {
    const id = await startDelivering(2)
    await settle(id, 1, { skipped: 0, invalid: 0, delivered: 10, dead: 0 })
    expect(await failSync(db, id, 'staged_rows_lost', 'rows are gone')).toBe(true)
    expect(await failSync(db, id, 'unexpected', 'again')).toBe(false)
    expect(await readSync(db, id)).toMatchObject({
      status: 'failed',
      error: 'rows are gone',
      delivered: 10,
      inFlight: 10,
    })
    await createSync(db, { mapping: mapping.id, origin: 'manual' })
    expect((await listSyncs(db, { limit: 10 })).map(({ status }) => status)).toEqual(['queued', 'failed'])
  })

  test('remembers the last chunk, and each only once', async () => {
    const id = await startDelivering(3)
    await recordChunk(db, { sync: id, chunk: 3, fromSeq: 1, toSeq: 1, rows: 1 })
    expect(await readLastChunk(db, id)).toEqual({ sync: id, chunk: 3, fromSeq: 21, toSeq: 30, rows: 10 })
  })

  test('keeps a dead letter once, sealed, and opens it', async () => {
    const id = await startDelivering(1)
    const letter: NewDeadLetter = {
      stage: 'map',
      code: 'mapping_failed',
      reason: 'because',
      mapping: mapping.id,
      sync: id,
      chunk: 1,
      deltaSeq: 5,
      recordId: '42',
      op: 'added',
      version: 1,
      payload: '{"email":"hopper-7f3e@example.com"}',
    }
    await recordDeadLetters(db, secrets, [letter, { ...letter, deltaSeq: 6 }])
    await recordDeadLetters(db, secrets, [{ ...letter, reason: 'another' }])
    const letters = await listDeadLetters(db, secrets, { mapping: mapping.id, limit: 10 })
    expect(letters.map(({ reason, recordId, status }) => [reason, recordId, status])).toEqual([
      ['because', '42', 'open'],
      ['because', '42', 'open'],
    ])
    expect((await readDeadLetter(db, secrets, letters[0]!.id))?.payload).toBe(letter.payload)
    const { rows } = await db.query('select * from sluice.dead_letters')
    expect(JSON.stringify(rows)).not.toContain('hopper-7f3e')
    expect(rows.map((row) => row['record_id'])).not.toContain('42')
  })
})
