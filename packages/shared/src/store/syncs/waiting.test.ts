import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  SEED_DESTINATION,
  seedConfig,
  createControlDatabase,
  readTestServers,
  waitFor,
  type TestDatabase,
} from '../../testing/index.ts'
import { createSecretBox } from '../../secrets/index.ts'
import {
  createSync,
  failSync,
  listDestinations,
  openDatabase,
  readState,
  readSync,
  recordChunk,
  recordDestination,
  recordDestinationError,
  recordDestinationState,
  recordEnabled,
  recordStaged,
  recordStaging,
  recordSyncGoesOn,
  recordSyncWaiting,
  settleChunk,
  type Database,
  type DestinationRecord,
} from '../index.ts'

const NONE = { added: 0, updated: 0, deleted: 0, invalid: 0, skipped: 0 }
const UNAVAILABLE = { state: 'unavailable', reason: 'HTTP 503', untilInMs: 60_000 } as const

describe('what is waited for', () => {
  const secrets = createSecretBox(Buffer.alloc(32, 7).toString('base64'))
  let testDatabase: TestDatabase
  let db: Database

  const writeDestination = (): Promise<void> => recordDestination(db, secrets, SEED_DESTINATION)
  const readDestination = async (): Promise<DestinationRecord> => {
    const [destination] = await listDestinations(db, secrets)
    if (destination === undefined) throw new Error('no destination')
    return destination
  }
  const deliver = async (): Promise<string> => {
    const { id } = await createSync(db, { mapping: 'people-identify', origin: 'manual' })
    await recordStaging(db, id)
    await recordStaged(db, id, { ...NONE, stagedAt: new Date().toISOString(), added: 10, lastSeq: 10 })
    await recordChunk(db, { sync: id, chunk: 1, fromSeq: 1, toSeq: 10, rows: 10 })
    return id
  }
  const readWaiting = async (sync: string) => (await readSync(db, sync))?.waiting

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'waiting test' })
    await seedConfig(db, secrets, { mapping: { schedule: { every: '1h' } } })
  })
  beforeEach(async () => {
    await db.query('delete from sluice.syncs')
    await writeDestination()
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  test('a destination tells its state, since when, why, and when the next try will be', async () => {
    expect(await readDestination()).toMatchObject({ state: 'ok', stateReason: null, stateUntil: null })
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    const { state, stateSince, stateReason, stateUntil } = await readDestination()
    expect({ state, stateReason }).toEqual({ state: 'unavailable', stateReason: 'HTTP 503' })
    expect(Date.parse(stateUntil ?? '') - Date.parse(stateSince)).toBe(60_000)

    await recordDestinationState(db, ['segment'], { state: 'ok' })
    expect(await readDestination()).toMatchObject({ state: 'ok', stateReason: null, stateUntil: null })
  })

  test('a state that is told again keeps its beginning, and its next try until that is past', async () => {
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    const before = await readDestination()
    await recordDestinationState(db, ['segment'], { ...UNAVAILABLE, reason: 'HTTP 502' })
    expect(await readDestination()).toEqual(before)
    await db.query(`update sluice.destinations set state_until = now() - interval '1 second'`)
    await recordDestinationState(db, ['segment'], { ...UNAVAILABLE, reason: 'HTTP 502' })
    expect(await readDestination()).toMatchObject({ stateSince: before.stateSince, stateReason: 'HTTP 502' })
  })

  test('a refused destination says so until it takes something, or its config changes', async () => {
    await recordDestinationError(db, 'segment', 'the write key was refused')
    expect(await readDestination()).toMatchObject({
      state: 'refused',
      stateReason: 'the write key was refused',
      lastError: 'the write key was refused',
    })
    await recordDestinationState(db, ['segment'], { state: 'ok' })
    expect(await readDestination()).toMatchObject({
      state: 'ok',
      lastError: 'the write key was refused',
    })
    await recordDestinationError(db, 'segment', 'the write key was refused')
    expect(await readDestination()).toMatchObject({ state: 'refused' })
    await writeDestination()
    expect(await readDestination()).toMatchObject({ state: 'ok', lastError: null })
  })

  test('senders hear of a state that changes, and not of the next try', async () => {
    const heard: string[] = []
    const listener = await db.listenConfig((changed) => heard.push(changed))
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    await db.query(`update sluice.destinations set state_until = now() - interval '1 second'`)
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    await recordDestinationState(db, ['segment'], { state: 'ok' })
    await recordEnabled(db, 'destination', 'segment', true)
    await waitFor('the last change', () => heard.length >= 4)
    expect(heard).toEqual(['*', ...Array.from({ length: 3 }, () => 'destinations/segment')])
    await listener.close()
  })

  test('a sync waits for its destination while that is unavailable, held or switched off and chunks are open', async () => {
    const sync = await deliver()
    expect(await readWaiting(sync)).toBeNull()
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    expect(await readWaiting(sync)).toEqual({
      reason: 'destination segment is unavailable (HTTP 503)',
      since: expect.any(String),
      until: expect.any(String),
    })
    await recordDestinationState(db, ['segment'], { state: 'held', reason: 'HTTP 429', untilInMs: 5_000 })
    expect(await readWaiting(sync)).toMatchObject({ reason: 'destination segment is held (HTTP 429)' })
    await recordEnabled(db, 'destination', 'segment', false)
    expect(await readWaiting(sync)).toMatchObject({
      reason: 'destination segment is disabled',
      until: null,
    })
    await recordEnabled(db, 'destination', 'segment', true)
    await recordDestinationState(db, ['segment'], { state: 'ok' })
    expect(await readWaiting(sync)).toBeNull()

    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    const outcome = { skipped: 0, invalid: 0, delivered: 10, dead: 0 }
    await settleChunk(db, secrets, { sync, chunk: 1, outcome, letters: [], skippedSeqs: [] })
    expect(await readWaiting(sync)).toBeNull()
  })

  test('a sync waits since it delivers, where its destination was away before', async () => {
    await recordDestinationState(db, ['segment'], UNAVAILABLE)
    await db.query(`update sluice.destinations set state_since = now() - interval '1 day'`)
    const sync = await readSync(db, await deliver())
    expect(sync?.waiting?.since).toBe(sync?.stagedAt)
  })

  test('a sync keeps what an extractor says it waits for until it goes on or ends', async () => {
    const { id } = await createSync(db, { mapping: 'people-identify', origin: 'manual' })
    await recordStaging(db, id)
    await recordSyncWaiting(db, id, { reason: 'the warehouse cannot be reached', untilInMs: 5_000 })
    const first = await readWaiting(id)
    expect(first).toEqual({
      reason: 'the warehouse cannot be reached',
      since: expect.any(String),
      until: expect.any(String),
    })
    await recordSyncWaiting(db, id, { reason: 'the warehouse cannot be reached', untilInMs: null })
    expect(await readWaiting(id)).toEqual({ ...first, until: null })
    await recordSyncGoesOn(db, id)
    expect(await readWaiting(id)).toBeNull()
    await recordSyncWaiting(db, id, { reason: 'the warehouse cannot be reached', untilInMs: null })
    await failSync(db, id, 'query_failed', 'over')
    expect(await readSync(db, id)).toMatchObject({ waiting: null, error: 'over' })
  })

  test('a sync that nobody takes says so', async () => {
    const { id } = await createSync(db, { mapping: 'people-identify', origin: 'manual' })
    expect(await readWaiting(id)).toBeNull()
    await db.query(`update sluice.syncs set created_at = now() - interval '6 seconds'`)
    expect(await readWaiting(id)).toMatchObject({
      reason: 'no extractor has taken the sync yet',
      until: null,
    })
  })

  test('the state of the installation tells when each mapping runs next', async () => {
    const { mappings, readAt } = await readState(db)
    const next = mappings[0]?.nextRunAt
    expect(next?.getTime()).toBeGreaterThan(readAt.getTime())
    expect((next?.getTime() ?? 1) % 3_600_000).toBe(0)
    await recordEnabled(db, 'destination', 'segment', false)
    expect((await readState(db)).mappings[0]?.nextRunAt).toBeNull()
  })
})
