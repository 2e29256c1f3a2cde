import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { createSecretBox } from '../../secrets/index.ts'
import { readTestServers, type TestDatabase } from '../../testing/index.ts'
import { VERSION_KEY, restoreVersion } from '../../testing/restore-version.ts'
import {
  createSync,
  listAudit,
  listDeadLetters,
  listDestinations,
  listLetterGroups,
  listMappings,
  listMappingsToRequeue,
  listMigrations,
  listModels,
  listOpenChunks,
  listRunningSyncs,
  listSchedules,
  listSyncs,
  listUntidySyncs,
  migrate,
  openDatabase,
  readDeadLetter,
  readInstallationId,
  readKeptChunk,
  readMemory,
  readSource,
  type Database,
} from '../index.ts'

interface OldMapping {
  id: string
  action: string
  trigger: readonly string[]
  filter: string | null
  schedule: object | null
  enabled: boolean
  fields: object
  version: number
  epoch: number
}
interface OldSync {
  id: string
  mapping_id: string
  trigger: string
  status: string
  added: number
  updated: number
  deleted: number
  unidentified: number
  plan: object
  last_seq: number | null
}
interface OldChunk {
  sync_id: string
  seq: number
  from_seq: number
  to_seq: number
  rows: number
}
interface OldLetter {
  id: number
  stage: string
  code: string
  status: string
  sync_id: string
  requeue_sync: string | null
  chunk_seq: number | null
}

/** The tables that are looked into, by the columns of then. */
interface Tables {
  installation: { id: string }
  models: { query: string }
  mappings: OldMapping
  memories: { mapping_id: string; source_id: string; generation: number }
  syncs: OldSync
  chunks: OldChunk
  dead_letters: OldLetter
  audit_log: object
}

const secrets = createSecretBox(VERSION_KEY)
const byId = <T extends { readonly id: string }>(one: T, other: T): number => (one.id < other.id ? -1 : 1)

describe.each(['0008', '0011'])('a control database of migration %s', (number) => {
  let restored: TestDatabase
  let db: Database
  let applied: readonly string[]
  /** What stood in each table before it was migrated, by the names of then. */
  const before = new Map<string, readonly object[]>()
  const rowsOf = <Name extends keyof Tables>(name: Name): readonly Tables[Name][] =>
    (before.get(name) ?? []) as readonly Tables[Name][]

  beforeAll(async () => {
    restored = await restoreVersion(readTestServers(process.env).databaseUrl, number)
    const client = new Client({ connectionString: restored.url })
    await client.connect()
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'sluice'`,
    )
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: object }>(`select to_json(t) as row from sluice.${name} t`)
      before.set(
        name,
        rows.map(({ row }) => row),
      )
    }
    await client.end()
    applied = await migrate(restored.url)
    db = openDatabase({ url: restored.url, applicationName: 'earlier versions test' })
  })
  afterAll(async () => {
    await db?.close()
    await restored?.drop()
  })

  test('has rows in every table, and gets every migration since, once', async () => {
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([])
    expect(applied).toEqual((await listMigrations()).filter((name) => name.slice(0, 4) > number))
    expect(await migrate(restored.url)).toEqual([])
  })

  test('counts what was sent before as usage, and shows it in charts', async () => {
    const { rows } = await db.query(
      `select (select sum(calls)::bigint from sluice.usage_days) as calls,
         (select sum(value)::bigint from sluice.series where kind = 'delivered' and step = 'hour') as hours,
         (select sum(delivered)::bigint from sluice.syncs where finished_at is not null) + coalesce(
           (select sum(delivered)::bigint from sluice.chunks where status = 'settled'), 0
         ) as delivered`,
    )
    expect(rows[0]?.['delivered']).toBeGreaterThan(0)
    expect(rows).toEqual([
      { calls: rows[0]?.['delivered'], hours: rows[0]?.['delivered'], delivered: rows[0]?.['delivered'] },
    ])
  })

  test('keeps who it is, what is configured, and its secrets', async () => {
    expect(await readInstallationId(db)).toBe(rowsOf('installation')[0]?.id)
    expect((await readSource(db, secrets, 'shop'))?.settings['connection']).toMatch(
      /^postgres:\/\/shop:shop@/,
    )
    expect((await listModels(db)).map(({ query }) => query).toSorted()).toEqual(
      rowsOf('models')
        .map(({ query }) => query)
        .toSorted(),
    )
    expect((await listDestinations(db, secrets)).map(({ writeKey }) => writeKey).toSorted()).toEqual([
      'words-eu-write-key',
      'words-us-write-key',
    ])
    const mappings = await listMappings(db)
    expect(mappings.toSorted(byId)).toMatchObject(
      rowsOf('mappings')
        .map(({ id, action, trigger, filter, schedule, enabled, fields, version, epoch }) => {
          return { id, action, trigger, filter, schedule, enabled, fields, version, epoch }
        })
        .toSorted(byId),
    )
    expect(mappings.find(({ id }) => id === 'people-identify')?.maxDeletedPercent).toBe(80)
  })

  test('keeps every sync with its counts, the running ones running, and its open chunks', async () => {
    const syncs = await listSyncs(db, { limit: 100 })
    expect(syncs.toSorted(byId)).toMatchObject(
      rowsOf('syncs')
        .map(
          ({ id, mapping_id, trigger, status, added, updated, deleted, unidentified, plan, last_seq }) => ({
            id,
            mapping: mapping_id,
            origin: trigger,
            status,
            extracted: added + updated + deleted + unidentified,
            plan,
            lastSeq: last_seq,
          }),
        )
        .toSorted(byId),
    )
    const ended = syncs.filter(({ status }) => ['succeeded', 'partial'].includes(status))
    expect(ended.map(({ inFlight }) => inFlight)).toEqual(ended.map(() => 0))
    expect(new Set(syncs.map(({ origin }) => origin))).toEqual(new Set(['manual', 'baseline', 'requeue']))

    const chunks = await Promise.all(syncs.map(({ id }) => listOpenChunks(db, id, 0)))
    expect(
      chunks
        .flat()
        .map(({ sync, chunk, fromSeq, toSeq, rows }) => [sync, chunk, fromSeq, toSeq, rows].join(' '))
        .toSorted(),
    ).toEqual(
      rowsOf('chunks')
        .map((row) => [row.sync_id, row.seq, row.from_seq, row.to_seq, row.rows].join(' '))
        .toSorted(),
    )
    expect((await listRunningSyncs(db)).map(({ mapping }) => mapping).toSorted()).toEqual([
      'accounts-group',
      'leads-identify',
      'people-identify',
    ])
    await expect(createSync(db, { mapping: 'people-identify', origin: 'manual' })).rejects.toMatchObject({
      code: 'sync_running',
    })
  })

  test('knows what an ended sync has left, and who is in its chunks', async () => {
    const untidy = await listUntidySyncs(db)
    expect(untidy).toMatchObject([{ mapping: 'orders-track', origin: 'manual', source: 'shop' }])
    const sync = untidy[0]?.id ?? ''
    const kept = await readKeptChunk(db, sync, 0)
    expect(kept).toMatchObject({ chunk: 1, rows: 3, isSettled: false })
    const manifest = secrets.openBytes(kept?.manifest ?? Buffer.of(), `letters/manifest/${sync}/1`)
    expect(manifest.length).toBeGreaterThan(0)
  })

  test('keeps every dead letter with what it holds, in its group', async () => {
    const letters = await listDeadLetters(db, secrets, { limit: 100 })
    expect(
      letters
        .map(({ id, stage, code, status, sync }) => ({ id: Number(id), stage, code, status, sync }))
        .toReversed(),
    ).toEqual(
      rowsOf('dead_letters')
        .map(({ id, stage, code, status, sync_id: sync }) => ({ id, stage, code, status, sync }))
        .toSorted((one, other) => one.id - other.id),
    )
    expect(letters.map(({ recordId }) => recordId)).toContain('p4')
    const opened = await Promise.all(letters.map(({ id }) => readDeadLetter(db, secrets, id)))
    expect(opened.map((letter) => typeof JSON.parse(letter?.payload ?? ''))).toEqual(
      opened.map(() => 'object'),
    )
    expect(opened.some((letter) => (letter?.history.length ?? 0) > 1)).toBe(true)

    const open = rowsOf('dead_letters').filter(({ status }) => status === 'open')
    const groups = open.map((row) =>
      [row.requeue_sync ?? row.sync_id, row.chunk_seq ?? 0, row.stage, row.code].join(' '),
    )
    expect(
      (await listLetterGroups(db))
        .map(({ sync, chunk, stage, code }) => [sync, chunk, stage, code].join(' '))
        .toSorted(),
    ).toEqual([...new Set(groups)].toSorted())
    expect(await listMappingsToRequeue(db)).toEqual(['people-identify'])
  })

  test('keeps schedules, memories and the audit log', async () => {
    const schedules = await listSchedules(db)
    expect(schedules.map(({ mapping, schedule }) => [mapping, schedule])).toEqual([
      ['orders-track', { cron: '15 3 * * *', timezone: 'Europe/Berlin' }],
      ['people-identify', { every: '6h' }],
    ])
    const memories = rowsOf('memories')
    for (const { mapping_id: mapping, source_id: source, generation } of memories) {
      expect(await readMemory(db, mapping)).toMatchObject({ source, generation })
    }
    expect(await listAudit(db, { limit: 100 })).toHaveLength(rowsOf('audit_log').length)
  })
})
