import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createSecretBox } from '@sluice/shared/secrets'
import { createSync, openDatabase, type Database, type Queryable } from '@sluice/shared/store'
import { createControlDatabase, readTestServers, seedConfig, type TestDatabase } from '@sluice/shared/testing'
import { listItems } from '../config/list-items.ts'
import { readItem } from '../config/read-item.ts'
import { saveItem } from '../config/save-item.ts'
import { switchResource } from '../mappings/switch-resource.ts'
import { readStanding } from './read-standing.ts'
import { readMappingStatus } from './read-status.ts'

const LIMIT = 20
const MAPPING = 'm-00000'

let testDatabase: TestDatabase
let db: Database
/** How many mappings there are. */
let mappings = 1
/** Rows that have left the database since the last question. */
let rows = 0
/** Grows, so that every change is one. */
let changes = 0

beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  const opened = openDatabase({ url: testDatabase.url, applicationName: 'many mappings test' })
  db = {
    ...opened,
    ...count(opened),
    transaction: (work) => opened.transaction((tx) => work(count(tx))),
    close: () => opened.close(),
  }
  await seedConfig(db, createSecretBox(randomBytes(32).toString('base64')), { mapping: { id: MAPPING } })
  await db.query(`update sluice.mappings set managed_by = 'console'`)
})
afterAll(async () => {
  await db?.close()
  await testDatabase?.drop()
})

/** Counts the rows that it answers. */
function count(inner: Queryable): Queryable {
  return {
    async query(...asked) {
      const answer = await inner.query(...asked)
      rows += answer.rows.length
      return answer as never
    },
  }
}

/** Makes as many as there should be: each has failed, waits for an extractor, and has nothing else. */
async function makeMappings(wanted: number): Promise<void> {
  await db.query(
    `with made as (select 'm-' || to_char(i, 'FM00000') as id from generate_series($1::int, $2::int - 1) i),
       known as (insert into sluice.memories (mapping_id, epoch, known_epoch) select id, 1, 1 from made),
       mapped as (
         insert into sluice.mappings
           (id, model_id, destination_id, action, trigger, schedule, enabled, options, fields, epoch, managed_by)
         select made.id, model_id, destination_id, action, trigger, schedule, enabled, options, fields, 1, managed_by
         from made, sluice.mappings where mappings.id = $3
       )
     insert into sluice.syncs (mapping_id, mapping_version, plan, origin, status, created_at)
     select id, 1, '{"mapping": {"destination": "segment"}}', 'manual', 'failed', now() - interval '1 day' from made`,
    [mappings, wanted, MAPPING],
  )
  mappings = wanted
}

/** How many rows an answer takes. */
async function countRows(ask: () => Promise<unknown>): Promise<number> {
  rows = 0
  await ask()
  return rows
}

async function save(): Promise<void> {
  const { item, version } = await readItem({ db }, { kind: 'mapping', id: MAPPING })
  const deps = { db, seal: () => Promise.reject(new Error('nothing to seal')), countRecords: null }
  const changed = { ...item, filter: `event = "${(changes += 1)}"` }
  const saved = await saveItem(
    deps,
    { kind: 'mapping', id: MAPPING, item: changed, seen: version },
    'console:ada',
  )
  expect(saved).toMatchObject({ ok: true, outcome: 'updated' })
}

test.each([
  ['the overview', () => readStanding({ db }, { limit: LIMIT })],
  ['a search of it', () => readStanding({ db }, { search: '00', limit: LIMIT })],
  ['a later page of it', () => readStanding({ db }, { cursor: 'm-00050', limit: LIMIT })],
  ['a list', () => listItems({ db }, { kind: 'mapping', destination: 'segment', limit: LIMIT })],
  ['a mapping', () => readMappingStatus({ db }, { mapping: MAPPING })],
  [
    'a switch',
    () => switchResource({ db }, { name: MAPPING, enabled: (changes += 1) % 2 === 0 }, 'console:ada'),
  ],
  ['saving a mapping', save],
])('%s reads no more rows of 2,000 mappings than of 200', async (_what, ask) => {
  await makeMappings(Math.max(mappings, 200))
  const few = await countRows(ask)
  await makeMappings(2_000)
  const many = await countRows(ask)
  await db.query(`delete from sluice.mappings where id >= 'm-00200'`)
  await db.query(`delete from sluice.memories where mapping_id >= 'm-00200'`)
  mappings = 200
  expect(many).toBe(few)
})

test('what is wrong is counted of all mappings, and a page of each kind is named', async () => {
  await makeMappings(200)
  await createSync(db, { mapping: MAPPING, origin: 'manual' })
  await db.query(`update sluice.syncs set created_at = now() - interval '1 hour' where status = 'queued'`)
  const {
    troubles,
    total,
    found,
    next,
    mappings: page,
  } = await readStanding({ db }, { search: 'm-001', limit: LIMIT })
  expect([total, found, page.length, next]).toEqual([200, 100, LIMIT, 'm-00119'])
  expect([troubles.failed.total, troubles.failed.mappings.length]).toEqual([199, LIMIT])
  expect(troubles.waiting).toMatchObject({ total: 1, mappings: [{ id: MAPPING, isRunning: true }] })
  expect(troubles.letters).toEqual({ total: 0, mappings: [] })
})
