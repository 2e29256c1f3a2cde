import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createSecretBox } from '@sluice/shared/secrets'
import { sealUsers } from '@sluice/shared/settling'
import {
  listHours,
  openDatabase,
  recordDeadLetters,
  readUsage,
  recordDelivery,
  recordDestination,
  settleChunk,
  type Database,
} from '@sluice/shared/store'
import { createControlDatabase, readTestServers, type TestDatabase } from '@sluice/shared/testing'
import { countDeliveries, recountMtus } from './count-deliveries.ts'
import { sampleSeries } from './sample-series.ts'

const secrets = createSecretBox(Buffer.alloc(32, 1).toString('base64'))
const AT = new Date('2026-11-27T12:00:00Z')

let testDatabase: TestDatabase
let db: Database
let told: object[] = []
const log = { warn: (fields: unknown) => void told.push(fields as object) }

beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'usage test' })
})
beforeEach(async () => {
  told = []
  await db.query(
    'truncate sluice.series, sluice.deliveries, sluice.usage_days, sluice.usage_months, sluice.destinations cascade',
  )
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

const plan = (id: string, options: object): Promise<void> =>
  recordDestination(db, secrets, {
    id,
    source: null,
    writeKey: 'wk',
    region: 'us-west-2',
    enabled: true,
    eventsPerSecond: null,
    requestsPerSecond: null,
    deadlineMs: 86_400_000,
    ...options,
  })

const list = (from: number, to: number): readonly Buffer[] =>
  Array.from({ length: to - from }, (_, index) =>
    Buffer.from(JSON.stringify({ type: 'identify', messageId: `m${index}`, userId: `user-${from + index}` })),
  )

/** What a chunk of users delivered at a time. */
const deliver = async (destination: string, from: number, to: number, at = AT): Promise<void> => {
  const users = sealUsers(secrets, destination, list(from, to))
  await db.query(
    'insert into sluice.deliveries (destination_id, at, delivered, users) values ($1, $2, $3, $4)',
    [destination, at, to - from, users],
  )
}

const read = async (time: Parameters<typeof readUsage>[1] = { at: AT }): Promise<object> => {
  const usages = await readUsage(db, time)
  return Object.fromEntries(usages.map(({ id, apiCalls, mtus }) => [id, [apiCalls, mtus]]))
}
const count = (): Promise<boolean> => countDeliveries({ db, secrets, log })

describe('the series', () => {
  test('tell the same of an hour before and after it is counted, and keep the most of what goes up and down', async () => {
    await plan('segment', {})
    const at = (await db.query<{ now: Date }>('select now()')).rows[0]?.now ?? AT
    await deliver('segment', 0, 10, at)
    await deliver('segment', 0, 5, at)
    const readHours = async (): Promise<unknown> =>
      (await listHours(db, 24)).map(({ kind, subject, value }) => [kind, subject, value])
    const before = await readHours()
    expect(before).toEqual([['delivered', 'segment', 15]])
    await count()
    expect(await readHours()).toEqual(before)
    await deliver('segment', 0, 1, at)
    await count()

    const sync = '00000000-0000-4000-8000-000000000000'
    const letter = {
      stage: 'map',
      code: 'id_missing',
      reason: 'no id',
      mapping: 'm',
      sync,
      chunk: 1,
    } as const
    const record = { recordId: 'r', op: 'added', version: 1, payload: '{}' } as const
    await recordDeadLetters(db, secrets, [
      { ...letter, ...record, deltaSeq: 1 },
      { ...letter, ...record, deltaSeq: 2 },
    ])
    expect(await sampleSeries(db)).toBe(true)
    await db.query('delete from sluice.dead_letters where delta_seq = 2')
    await sampleSeries(db)
    expect(await readHours()).toEqual([
      ['dead_letters', '', 2],
      ['delivered', 'segment', 16],
    ])
  })
})

describe('what was delivered', () => {
  test('counts once as calls, at once, and its users within the next count, however often they come', async () => {
    await plan('segment', {})
    await deliver('segment', 0, 1_000)
    await deliver('segment', 500, 1_500)
    expect(await read()).toEqual({ segment: [2_000, 0] })
    expect(await count()).toBe(true)
    expect(await read()).toEqual({ segment: [2_000, 1_500] })
    await count()
    await deliver('segment', 1_490, 1_510)
    await count()
    expect(await read()).toEqual({ segment: [2_020, 1_510] })
  })

  test('is written down with what settles its chunk, once, without the dead, and gives reserved calls back', async () => {
    await plan('segment', {})
    const { rows } = await db.query<{ id: string }>(
      `with sync as (
         insert into sluice.syncs (mapping_id, mapping_version, plan, origin, status)
         values ('m', 1, '{}', 'manual', 'delivering') returning id
       ), cut as (
         insert into sluice.chunks (sync_id, chunk, from_seq, to_seq, rows) select id, 1, 1, 10, 10 from sync
       )
       insert into sluice.reserved_calls (sync_id, chunk, month, destination_id, calls)
       select id, 1, '2026-11-01', 'segment', 10 from sync returning sync_id as id`,
    )
    const lines = list(0, 10)
    const users = sealUsers(secrets, 'segment', lines, (index) => index < 7)
    const end = {
      sync: rows[0]?.id ?? '',
      chunk: 1,
      outcome: { skipped: 1, invalid: 0, delivered: 7, dead: 2 },
      letters: [],
      skippedSeqs: [],
      usage: { destination: 'segment', users },
    }
    expect(await settleChunk(db, secrets, end)).toBe(true)
    expect(await settleChunk(db, secrets, end)).toBe(false)
    await count()
    const now = (await db.query<{ now: Date }>('select now()')).rows[0]?.now ?? AT
    expect(await read({ at: now })).toEqual({ segment: [7, 7] })
    expect((await db.query('select from sluice.reserved_calls')).rows).toEqual([])
  })

  test('is counted wholly or not at all by whoever dies at it, and by the next one once', async () => {
    await plan('segment', {})
    await deliver('segment', 0, 100)
    const dying = { ...secrets, sealBytes: () => raise() }
    await expect(countDeliveries({ db, secrets: dying, log })).rejects.toThrow('killed')
    expect(await read()).toEqual({ segment: [100, 0] })
    await Promise.all([count(), count(), count()])
    expect(await read()).toEqual({ segment: [100, 100] })
  })

  test('belongs to the billing month of its destination', async () => {
    await plan('first', {})
    await plan('tenth', { billingDay: 10 })
    for (const id of ['first', 'tenth']) {
      await deliver(id, 0, 1, new Date('2026-10-31T23:59:59.999Z'))
      await deliver(id, 1, 3, new Date('2026-11-01T00:00:00Z'))
      await deliver(id, 3, 7, new Date('2026-11-09T23:59:59.999Z'))
      await deliver(id, 7, 15, new Date('2026-11-10T00:00:00Z'))
    }
    for (const when of ['before', 'after']) {
      const mtus = (users: number): number => (when === 'before' ? 0 : users)
      expect(await read({ month: '2026-11' })).toEqual({ first: [14, mtus(14)], tenth: [8, mtus(8)] })
      expect(await read({ month: '2026-10' })).toEqual({ first: [1, mtus(1)], tenth: [7, mtus(7)] })
      expect(await read({ month: '2027-01' })).toEqual({ first: [0, 0], tenth: [0, 0] })
      await count()
    }
  })

  test('counts the users of a workspace together, also once a destination has come to another one', async () => {
    await plan('eu', { workspace: 'acme' })
    await plan('us', { workspace: 'acme' })
    await plan('alone', {})
    await deliver('eu', 0, 60)
    await deliver('us', 40, 100)
    await deliver('alone', 0, 10)
    await count()
    expect(await read()).toEqual({ alone: [10, 10], eu: [60, 100], us: [60, 100] })
    const at = (await db.query<{ now: Date }>('select now()')).rows[0]?.now ?? AT
    await deliver('eu', 0, 60, at)
    await deliver('us', 40, 100, at)
    await count()
    await plan('us', { workspace: null })
    await recountMtus({ db, secrets, log })
    expect(await read({ at })).toMatchObject({ eu: [expect.any(Number), 60], us: [expect.any(Number), 60] })
    await plan('idle', { workspace: 'acme' })
    await recountMtus({ db, secrets, log })
    expect(await read({ at })).toMatchObject({ idle: [0, 60] })
    await plan('idle', { workspace: null })
    await recountMtus({ db, secrets, log })
    expect(await read({ at })).toMatchObject({ idle: [0, 0] })
  })

  test('is sealed under the key of now by the next look, and its number stays when a key is taken away too soon', async () => {
    const [old, fresh] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]
    const at = (await db.query<{ now: Date }>('select now()')).rows[0]?.now ?? AT
    await plan('segment', {})
    await deliver('segment', 0, 50, at)
    await count()
    await recountMtus({ db, secrets: createSecretBox(fresh), log })
    expect(await read({ at })).toEqual({ segment: [50, 50] })
    await recountMtus({ db, secrets: createSecretBox(fresh, [old]), log })
    const without = createSecretBox(fresh)
    await db.query(
      'insert into sluice.deliveries (destination_id, at, delivered, users) values ($1, $2, 5, $3)',
      ['segment', at, sealUsers(without, 'segment', list(48, 53))],
    )
    await countDeliveries({ db, secrets: without, log })
    expect(await read({ at })).toEqual({ segment: [55, 53] })
  })

  test('is there when its destination is gone, or its users cannot be opened, or it was sent by hand', async () => {
    await deliver('gone', 0, 10)
    await plan('segment', {})
    await db.query(
      `insert into sluice.deliveries (destination_id, at, delivered, users) values ('segment', $1, 5, '\\x00')`,
      [AT],
    )
    await recordDelivery(db, 'by-hand')
    await count()
    expect(await read()).toMatchObject({ gone: [10, 10], segment: [5, 0] })
  })

  test('is told in the log once when most of an allowance is used, and once when all of it is', async () => {
    const at = (await db.query<{ now: Date }>('select now()')).rows[0]?.now ?? AT
    await plan('segment', { callsAllowance: 100 })
    await deliver('segment', 0, 79, at)
    await count()
    expect(told).toEqual([])
    await deliver('segment', 0, 1, at)
    await count()
    await count()
    expect(told).toMatchObject([{ destination: 'segment', of: 'calls', used: 80, planned: 100, level: 80 }])
    await deliver('segment', 0, 20, at)
    await count()
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({ used: 100, level: 100 })
  })
})

function raise(): never {
  throw new Error('killed')
}
