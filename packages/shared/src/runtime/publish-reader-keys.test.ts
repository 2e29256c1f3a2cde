import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { createReader, deriveSecretKeys } from '../secrets/index.ts'
import { chooseReaderKey, openDatabase, publishReaderKeys, type Database } from '../store/index.ts'
import { createControlDatabase, readTestServers, type TestDatabase } from '../testing/index.ts'
import { createLifecycle } from './lifecycle.ts'
import { createMetrics } from './metrics.ts'
import { publishOwnReaderKeys } from './publish-reader-keys.ts'

const [KEY, OTHER] = [1, 2].map(() => randomBytes(32).toString('base64')) as [string, string]
const reader = createReader(deriveSecretKeys(KEY))

let control: TestDatabase
let db: Database

beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: control.url, applicationName: 'publishing test' })
})
afterAll(async () => {
  await db.close()
  await control.drop()
})
beforeEach(() => db.query('truncate sluice.reader_keys'))

/** What a worker with the key says when it starts: its log, and its metric. */
async function publish(held: readonly ('sources' | 'destinations' | 'letters')[] = ['sources', 'letters']) {
  const said: string[] = []
  const lifecycle = createLifecycle({ warn: () => {} })
  const metrics = createMetrics()
  const log = {
    warn: (_fields: object, message: string) => void said.push(`warn: ${message}`),
    error: (_fields: object, message: string) => void said.push(`error: ${message}`),
  }
  await publishOwnReaderKeys({ db, log, metrics, reader } as never, lifecycle, held)
  const [, strange] =
    /^sluice_strange_public_keys\{purpose="sources"\} (\d+)$/m.exec(await metrics.metrics()) ?? []
  await lifecycle.stop()
  return { said, strange }
}

test('a worker publishes the keys of its purposes, and no other', async () => {
  expect(await publish()).toEqual({ said: [], strange: '0' })
  expect(await chooseReaderKey(db, 'sources')).toEqual((await reader.listKeys())[0])
  expect(await chooseReaderKey(db, 'destinations')).toBeNull()
  await publish(['letters'])
  expect((await db.query('select from sluice.reader_keys')).rows).toHaveLength(1)
})

test('a public half in the place of its own is told as an error, and replaced', async () => {
  await publish()
  await db.query(`update sluice.reader_keys set public_key = 'forged'`)
  expect((await publish()).said).toEqual(['error: a forged public key was published, and is replaced'])
  expect(await chooseReaderKey(db, 'sources')).toEqual((await reader.listKeys())[0])
})

test('a key that it does not hold is told, and counted', async () => {
  await publishReaderKeys(db, await createReader(deriveSecretKeys(OTHER)).listKeys())
  expect(await publish()).toEqual({
    said: ['warn: a public key is published whose key this process does not hold'],
    strange: '1',
  })
})
