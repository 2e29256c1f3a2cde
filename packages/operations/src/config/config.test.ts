import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { applyChanges, type CountRecords, type ResourceKind } from '@sluice/config'
import type { Config } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { createSecretBox } from '@sluice/shared/secrets'
import { listDestinations, openDatabase, readSource, type Database } from '@sluice/shared/store'
import { createControlDatabase, readTestServers, type TestDatabase } from '@sluice/shared/testing'
import { listItems } from './list-items.ts'
import { readItem } from './read-item.ts'
import { removeItem } from './remove-item.ts'
import { saveItem, type SaveItemInput, type SaveItemResult } from './save-item.ts'

const CONNECTION = 'postgres://sluice:hunter2@db/warehouse'
const CA = '-----BEGIN CERTIFICATE-----\nhunter4'
const CONFIG: Config = {
  sources: [
    {
      id: 'warehouse',
      type: 'postgres',
      settings: { connection: CONNECTION, ssl: { ca: CA }, statement_timeout: '30m' },
    },
    { id: 'file', type: 'duckdb', settings: { path: '/data/shop.duckdb', threads: 4 } },
  ],
  models: [{ id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }],
  destinations: [
    {
      id: 'segment',
      source: null,
      writeKey: 'hunter3',
      region: 'us-west-2',
      enabled: true,
      eventsPerSecond: null,
      requestsPerSecond: null,
      deadlineMs: 86_400_000,
    },
  ],
  channels: [],
  rules: [],
  mappings: ['people-group', 'people-identify'].map((id) => ({
    id,
    model: 'people',
    destination: 'segment',
    action: 'sendIdentify',
    trigger: ['added'],
    filter: null,
    schedule: null,
    enabled: true,
    maxDeletedPercent: 30,
    fields: { user_id: { '@path': '$.properties.id' } },
  })),
}

const secrets = createSecretBox(randomBytes(32).toString('base64'))
let testDatabase: TestDatabase
let db: Database
/** What was sealed since the last test began. */
let sealed: string[] = []

beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'config verbs test' })
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})
beforeEach(async () => {
  sealed = []
  await db.query(
    'truncate sluice.sources, sluice.models, sluice.destinations, sluice.mappings, sluice.audit_log cascade',
  )
  const common = { prune: false, dryRun: false, resend: [], check: async () => {}, onCanceled: () => {} }
  await applyChanges(db, secrets, { wanted: CONFIG, actor: 'file', ...common })
  for (const table of ['sources', 'models', 'destinations', 'mappings'])
    await db.query(`update sluice.${table} set managed_by = 'console'`)
})

const countRecords: CountRecords = async (_source, mappings) =>
  mappings.map((mapping) => ({ mapping, sent: 40, keptBack: 7 }))

/** Saves as the console does, which can seal and not open. */
function save(input: SaveItemInput, count: CountRecords | null = countRecords): Promise<SaveItemResult> {
  const seal: typeof secrets.seal = (secret, place) => {
    sealed.push(secret)
    return secrets.seal(secret, place)
  }
  return saveItem({ db, seal, countRecords: count }, input, 'console:ada')
}

describe('without a key that opens', () => {
  test.each<[ResourceKind, string]>([
    ['source', 'warehouse'],
    ['source', 'file'],
    ['model', 'people'],
    ['destination', 'segment'],
    ['mapping', 'people-identify'],
  ])('a %s is read and given back as it is, and nothing changes', async (kind, id) => {
    const read = await readItem({ db }, { kind, id })
    expect(JSON.stringify(read)).not.toContain('hunter')
    expect(await save({ kind, id, item: read.item, seen: read.version })).toMatchObject({
      ok: true,
      outcome: 'unchanged',
      document: { version: read.version },
    })
    expect(sealed).toEqual([])
  })

  test('a source shows what is no secret of it', async () => {
    const { item } = await readItem({ db }, { kind: 'source', id: 'warehouse' })
    expect(item).toEqual({
      id: 'warehouse',
      type: 'postgres',
      connection: { set: true },
      ssl: { ca: { set: true } },
      statement_timeout: '30m',
    })
    const file = await readItem({ db }, { kind: 'source', id: 'file' })
    expect(file.item).toEqual({ id: 'file', type: 'duckdb', path: '/data/shop.duckdb', threads: 4 })
  })

  test('one secret of a source is changed, and another stays as it was sealed', async () => {
    const { item, version } = await readItem({ db }, { kind: 'source', id: 'warehouse' })
    const changed = { ...item, connection: 'postgres://b@db/b', statement_timeout: '1h' }
    expect(await save({ kind: 'source', id: 'warehouse', item: changed, seen: version })).toMatchObject({
      ok: true,
      changed: ['connection', 'statement_timeout'],
    })
    expect(sealed).toEqual(['postgres://b@db/b'])
    expect((await readSource(db, secrets, 'warehouse'))?.settings).toEqual({
      connection: 'postgres://b@db/b',
      ssl: { ca: CA },
      statement_timeout: '1h',
    })
  })

  test('the settings of a source that an earlier version has sealed as a whole stay', async () => {
    const whole = secrets.seal(JSON.stringify(CONFIG.sources[0]?.settings), 'sources/warehouse')
    await db.query(`update sluice.sources set connection = $1 where id = 'warehouse'`, [whole])
    const { item, version } = await readItem({ db }, { kind: 'source', id: 'warehouse' })
    expect(item).toEqual({ id: 'warehouse', type: 'postgres', connection: { set: true } })
    const changed = { ...item, statement_timeout: '1h' }
    await save({ kind: 'source', id: 'warehouse', item: changed, seen: version })
    expect((await readSource(db, secrets, 'warehouse'))?.settings).toEqual({
      ...CONFIG.sources[0]?.settings,
      statement_timeout: '1h',
    })
  })

  test('what is typed has to be right, and what stays is not judged', async () => {
    const { item, version } = await readItem({ db }, { kind: 'source', id: 'warehouse' })
    const wrong = { ...item, connection: 'mysql://b', ssl: { ca: { set: true }, cert: 'no pem' } }
    const result = await save({ kind: 'source', id: 'warehouse', item: wrong, seen: version })
    expect(result.ok ? [] : result.mistakes.map(({ path }) => path)).toEqual([
      ['connection'],
      ['ssl', 'cert'],
    ])
  })

  test('a write key stays when the region changes, and a sealer that has no key says so', async () => {
    const { item, version } = await readItem({ db }, { kind: 'destination', id: 'segment' })
    const moved = { ...item, region: 'eu-west-1' }
    await save({ kind: 'destination', id: 'segment', item: moved, seen: version })
    expect(await listDestinations(db, secrets)).toMatchObject([{ writeKey: 'hunter3', region: 'eu-west-1' }])
    const seal = (): never => {
      throw new SluiceError('secret_key_wrong', 'nobody has published a key')
    }
    const added = { id: 'other', write_key: 'hunter5', region: 'us-west-2' }
    await expect(
      saveItem(
        { db, seal, countRecords },
        { kind: 'destination', id: 'other', item: added, seen: null },
        'x',
      ),
    ).rejects.toMatchObject({ code: 'secret_key_wrong' })
  })
})

describe('before it is saved', () => {
  test('a change tells what it does to records that were sent, and is not made', async () => {
    const { item, version } = await readItem({ db }, { kind: 'mapping', id: 'people-identify' })
    const input = { kind: 'mapping', id: 'people-identify', seen: version, dryRun: true } as const
    expect(await save({ ...input, item: { ...item, trigger: ['updated'] } })).toMatchObject({
      ok: true,
      outcome: 'updated',
      changed: ['trigger'],
      document: null,
      effects: [{ mapping: 'people-identify', stay: 40, keptBack: 7, wouldResend: 40, calls: 7 }],
    })
    expect(await save({ ...input, item, resend: true })).toMatchObject({ effects: [{ stay: 0, calls: 47 }] })
    const away: CountRecords = () => Promise.reject(new SluiceError('warehouse_unreachable', 'away'))
    expect(await save({ ...input, item: { ...item, trigger: ['updated'] } }, away)).toMatchObject({
      effects: [],
      warnings: [{ path: [], message: expect.stringContaining('could not be counted: away') }],
    })
    expect((await readItem({ db }, { kind: 'mapping', id: 'people-identify' })).version).toBe(version)
  })

  test('a note stands at its place in the item', async () => {
    const { item, version } = await readItem({ db }, { kind: 'model', id: 'people' })
    const changed = { ...item, identifier: 'other' }
    expect(await save({ kind: 'model', id: 'people', item: changed, seen: version })).toMatchObject({
      warnings: [{ path: ['identifier'] }],
    })
  })
})

test('a mapping is sent again on demand', async () => {
  const { item, version } = await readItem({ db }, { kind: 'mapping', id: 'people-identify' })
  const before = await db.query<{ epoch: number }>('select epoch from sluice.mappings order by id')
  await save({ kind: 'mapping', id: 'people-identify', item, seen: version, resend: true })
  const after = await db.query<{ epoch: number }>('select epoch from sluice.mappings order by id')
  expect(after.rows[0]).toEqual(before.rows[0])
  expect(after.rows[1]?.epoch).toBeGreaterThan(before.rows[1]?.epoch ?? 0)
})

test('what a file keeps is changed only by whoever takes it over', async () => {
  await db.query(`update sluice.models set managed_by = 'file'`)
  const { item, version } = await readItem({ db }, { kind: 'model', id: 'people' })
  const changed = {
    kind: 'model',
    id: 'people',
    item: { ...item, query: 'select 2 as id' },
    seen: version,
  } as const
  await expect(save(changed)).rejects.toMatchObject({ code: 'config_managed' })
  expect(await save({ ...changed, takeOver: true })).toMatchObject({
    ok: true,
    changed: ['query', 'managed_by'],
    document: { managedBy: 'console', item: { query: 'select 2 as id' } },
  })
})

test('an item is removed in the version that was seen, and not while others need it', async () => {
  const model = await readItem({ db }, { kind: 'model', id: 'people' })
  await expect(
    removeItem({ db }, { kind: 'model', id: 'people', seen: model.version }, 'x'),
  ).rejects.toMatchObject({ code: 'config_in_use' })
  const mapping = { kind: 'mapping', id: 'people-group' } as const
  const { version } = await readItem({ db }, mapping)
  await expect(removeItem({ db }, { ...mapping, seen: '1.1' }, 'x')).rejects.toMatchObject({
    code: 'changed_meanwhile',
  })
  expect(await removeItem({ db }, { ...mapping, seen: version, dryRun: true }, 'x')).toMatchObject({
    canceled: [],
  })
  expect(await removeItem({ db }, { ...mapping, seen: version }, 'x')).toEqual({ ...mapping, canceled: [] })
  await expect(readItem({ db }, mapping)).rejects.toMatchObject({ code: 'mapping_unknown' })
})

test('lists come in pages, with how many there are, of what is looked for', async () => {
  await db.query(
    `insert into sluice.mappings (id, model_id, destination_id, action, trigger, fields, epoch, managed_by)
     select 'm-' || lpad(n::text, 5, '0'), 'people', 'segment', 'sendIdentify', '{added}', '{"user_id":1}', 1, 'console'
     from generate_series(1, 2000) n`,
  )
  const kind = 'mapping'
  const first = await listItems({ db }, { kind, limit: 3, search: 'M-00' })
  expect(first).toMatchObject({ total: 999, next: 'm-00003' })
  const second = await listItems({ db }, { kind, limit: 3, search: 'm-00', cursor: first.next ?? '' })
  expect(second.items.map(({ id }) => id)).toEqual(['m-00004', 'm-00005', 'm-00006'])
  const last = await listItems({ db }, { kind, limit: 100, search: 'people-' })
  expect(last).toMatchObject({
    total: 2,
    next: null,
    items: [{ id: 'people-group' }, { id: 'people-identify' }],
  })
  expect(await listItems({ db }, { kind, limit: 1, destination: 'segment' })).toMatchObject({ total: 2002 })
  expect(await listItems({ db }, { kind, limit: 1, model: 'other' })).toMatchObject({ total: 0, items: [] })
})
