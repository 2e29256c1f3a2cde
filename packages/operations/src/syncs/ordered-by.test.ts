import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { ExtractPayload, TypedQueue } from '@sluice/shared/queues'
import { createSecretBox } from '@sluice/shared/secrets'
import { createSync, openDatabase, readRunningSync, type Database } from '@sluice/shared/store'
import { createControlDatabase, readTestServers, seedConfig, type TestDatabase } from '@sluice/shared/testing'
import type { ExtractorDeps } from '../deps.ts'
import { baselineMapping } from '../mappings/baseline-mapping.ts'
import { resetMapping } from '../mappings/reset-mapping.ts'
import { switchResource } from '../mappings/switch-resource.ts'
import { cancelSync } from './cancel-sync.ts'
import { startSync } from './start-sync.ts'

const MAPPING = 'people-identify'
const ADA = 'console:ada'

let testDatabase: TestDatabase
let db: Database
let deps: ExtractorDeps
beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'orders test' })
  const extract = { add: async () => {} } as unknown as TypedQueue<ExtractPayload>
  deps = { db, extract }
  await seedConfig(db, createSecretBox(randomBytes(32).toString('base64')), { mapping: { id: MAPPING } })
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})
beforeEach(async () => {
  await db.query('delete from sluice.syncs')
  await db.query('truncate sluice.audit_log')
})

test.each([
  ['a start', 'started', 'sync', () => startSync(deps, { mapping: MAPPING, allowDeletes: true }, ADA)],
  ['a baseline', 'baselined', 'mapping', () => baselineMapping(deps, { mapping: MAPPING }, ADA)],
  ['a reset', 'reset', 'mapping', () => resetMapping(deps, { mapping: MAPPING }, ADA)],
  [
    'a cancelation',
    'canceled',
    'sync',
    async () => {
      const { id } = await createSync(db, { mapping: MAPPING, origin: 'schedule' })
      return cancelSync(deps, { sync: id }, ADA)
    },
  ],
  [
    'a switch',
    'updated',
    'mapping',
    async () => {
      await switchResource(deps, { name: `mapping/${MAPPING}`, enabled: false }, ADA)
      await switchResource(deps, { name: `mapping/${MAPPING}`, enabled: true }, ADA)
    },
  ],
])('%s is written down with who ordered it', async (_order, action, kind, give) => {
  await give()
  const { rows } = await db.query('select distinct actor, action, kind from sluice.audit_log')
  expect(rows).toEqual([{ actor: ADA, action, kind }])
})

test('a start tells of which mapping and what it lets pass; one that is refused or joins another was no order', async () => {
  const started = await startSync(deps, { mapping: MAPPING, allowDeletes: true }, ADA)
  const joined = await startSync(deps, { mapping: MAPPING, joinsRunning: true }, 'token:airflow')
  expect(joined.id).toBe(started.id)
  await expect(startSync(deps, { mapping: MAPPING }, 'console:eve')).rejects.toMatchObject({
    code: 'sync_running',
  })
  const { rows } = await db.query('select actor, subject_id, after from sluice.audit_log')
  expect(rows).toEqual([
    { actor: ADA, subject_id: started.id, after: { mapping: MAPPING, allowDeletes: true } },
  ])
  expect((await readRunningSync(db, MAPPING))?.id).toBe(started.id)
})
