import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import { openDatabase, type Database } from '../database/database.ts'
import { recordQuestion, takeQuestion } from './questions.ts'
import { chooseReaderKey, listFreshReaderKeys, publishReaderKeys } from './reader-keys.ts'

let control: TestDatabase
let db: Database

beforeAll(async () => {
  control = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: control.url, applicationName: 'questions test' })
})
afterAll(async () => {
  await db.close()
  await control.drop()
})
beforeEach(() => db.query('truncate sluice.reader_keys, sluice.questions'))

const key = (keyId: string) => ({ purpose: 'sources', keyId, publicKey: `public ${keyId}` }) as const
const publish = (keyId: string) => publishReaderKeys(db, [key(keyId)])
/** As if the time of these keys had come so many minutes earlier. */
const age = (minutes: number, ...keyIds: readonly string[]) =>
  db.query(
    `update sluice.reader_keys set published_at = published_at - make_interval(mins => $1),
       first_published_at = first_published_at - make_interval(mins => $1) where key_id = any ($2)`,
    [minutes, keyIds],
  )
const choose = async () => (await chooseReaderKey(db, 'sources'))?.keyId

describe('of the keys that are published, what is new is sealed to', () => {
  test('none while there is none', async () => {
    expect(await choose()).toBeUndefined()
  })

  test('the newest that a running worker holds, though one with an older key starts last', async () => {
    await publish('old')
    await age(60, 'old')
    await publish('new')
    await age(1, 'new')
    await publish('old')
    expect(await choose()).toBe('new')
  })

  test('the older one again when no worker holds the newer any more', async () => {
    await publish('old')
    await age(60, 'old')
    await publish('new')
    await age(10, 'new')
    await publish('old')
    expect(await choose()).toBe('old')
    expect((await listFreshReaderKeys(db, 'sources')).map(({ keyId }) => keyId)).toEqual(['old'])
  })

  test('the one that was held last while no worker runs', async () => {
    await publish('old')
    await publish('new')
    await age(60, 'old')
    await age(30, 'new')
    expect(await choose()).toBe('new')
  })
})

test('a public half that was put in the place of a key is told, and replaced by the one that holds it', async () => {
  await publish('mine')
  await db.query(`update sluice.reader_keys set public_key = 'forged'`)
  expect(await publish('mine')).toEqual([{ ...key('mine'), publicKey: 'forged' }])
  expect(await chooseReaderKey(db, 'sources')).toEqual(key('mine'))
  expect(await publish('mine')).toEqual([])
})

test('a question is taken once, by whom it is for, while it is worth an answer', async () => {
  const [id, late] = [randomUUID(), randomUUID()]
  const question = { purpose: 'sources', keyId: 'mine', bytes: Buffer.from('sealed'), actor: 'x' } as const
  await recordQuestion(db, { id, ...question })
  expect(await takeQuestion(db, id, 'destinations')).toBeNull()
  expect(await takeQuestion(db, id, 'sources')).toEqual({ keyId: 'mine', bytes: question.bytes })
  expect(await takeQuestion(db, id, 'sources')).toBeNull()
  await recordQuestion(db, { id: late, ...question })
  await db.query(`update sluice.questions set asked_at = now() - interval '5 minutes'`)
  expect(await takeQuestion(db, late, 'sources')).toBeNull()
})
