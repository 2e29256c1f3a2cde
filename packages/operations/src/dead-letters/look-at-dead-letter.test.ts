import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createSecretBox } from '@sluice/shared/secrets'
import { createSync, openDatabase, recordDeadLetters, type Database } from '@sluice/shared/store'
import {
  createControlDatabase,
  readTestServers,
  seedConfig,
  SEED_MAPPING,
  type TestDatabase,
} from '@sluice/shared/testing'
import type { Asking } from '../ask/asker.ts'
import { createDirectAsker } from '../ask/create-direct-asker.ts'
import { lookAtDeadLetter } from './look-at-dead-letter.ts'

const secrets = createSecretBox(randomBytes(32).toString('base64'))
const NOBODY = (): never => {
  throw new Error('nobody is asked')
}
const PAYLOAD = '{"traits":{"id":750727362669608961}}'

let testDatabase: TestDatabase
let db: Database
beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'look test' })
  await seedConfig(db, secrets)
  const sync = await createSync(db, { mapping: SEED_MAPPING.id, origin: 'manual' })
  await recordDeadLetters(db, secrets, [
    {
      stage: 'send',
      code: 'rejected',
      reason: 'HTTP 400',
      mapping: SEED_MAPPING.id,
      sync: sync.id,
      chunk: 1,
      deltaSeq: 1,
      recordId: 'r1',
      op: 'added',
      version: 1,
      payload: PAYLOAD,
    },
  ])
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

test('an operator sees what a dead letter holds, exactly, and the look is told of; a viewer sees nothing', async () => {
  const direct = createDirectAsker({ db, secrets, places: NOBODY, alerting: NOBODY })
  const looks: Asking['look'][] = []
  const asker: typeof direct = {
    ...direct,
    ask: (question, asking) => {
      looks.push(asking.look)
      return direct.ask(question, asking)
    },
  }
  const ops = { actor: 'console:ops', role: 'operator' } as const
  expect(await lookAtDeadLetter({ db, asker }, { id: '1' }, ops)).toEqual({
    recordId: 'r1',
    payload: PAYLOAD,
  })
  expect(looks).toEqual([{ kind: 'dead-letter', id: '1' }])
  const eve = { actor: 'console:eve', role: 'viewer' } as const
  await expect(lookAtDeadLetter({ db, asker }, { id: '1' }, eve)).rejects.toMatchObject({
    code: 'operator_needed',
  })
  await expect(lookAtDeadLetter({ db, asker }, { id: '2' }, ops)).rejects.toMatchObject({
    code: 'letter_unknown',
  })
  expect(looks).toHaveLength(1)
})
