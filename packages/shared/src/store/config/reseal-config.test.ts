import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  createReader,
  createSecretBox,
  deriveSecretKeys,
  sealTextToReader,
  type ReaderKey,
} from '../../secrets/index.ts'
import { createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import { openDatabase, type Database } from '../database/database.ts'
import { recordDestination, readSource, recordSource, resealConfig, listDestinations } from '../index.ts'

const [OLD, NEW, LOST] = [1, 2, 3].map(() => randomBytes(32).toString('base64')) as [string, string, string]

let control: TestDatabase
let db: Database

beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: control.url, applicationName: 'reseal test' })
})
afterAll(async () => {
  await db.close()
  await control.drop()
})

const readVersions = async () =>
  (
    await db.query(
      'select id, version, updated_at from sluice.sources union all select id, version, updated_at from sluice.destinations order by id',
    )
  ).rows

test('what is sealed under a key of before is sealed under that of now, and no version is newer', async () => {
  const keys = await createReader(deriveSecretKeys(OLD)).listKeys()
  const published = keys.find(({ purpose }) => purpose === 'sources') as ReaderKey
  const settings = { connection: 'postgres://typed', ssl: { ca: 'pem' }, statement_timeout: '5m' }
  // As the console does.
  const box = { ...createSecretBox(OLD), seal: sealTextToReader.bind(null, published) as never }
  await recordSource(
    db,
    box,
    { id: 'typed', type: 'postgres', settings },
    (key) => key !== 'statement_timeout',
  )
  await recordSource(db, createSecretBox(LOST), { id: 'lost', type: 'postgres', settings })
  const destination = {
    id: 'segment',
    source: null,
    writeKey: 'hunter2',
    region: 'us-west-2',
    enabled: true,
    eventsPerSecond: null,
    requestsPerSecond: null,
    deadlineMs: 86_400_000,
  } as const
  await recordDestination(db, createSecretBox(OLD), destination)
  const before = await readVersions()

  await db.transaction((tx) => resealConfig(tx, createSecretBox(NEW, [OLD])))

  const now = createSecretBox(NEW)
  expect((await readSource(db, now, 'typed'))?.settings).toEqual(settings)
  expect(await listDestinations(db, now)).toMatchObject([{ writeKey: 'hunter2' }])
  expect((await readSource(db, createSecretBox(LOST), 'lost'))?.settings).toEqual(settings)
  expect(await readVersions()).toEqual(before)
})
