import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createControlDatabase, readTestServers, type TestDatabase } from '../../testing/index.ts'
import { findBillingMonth } from '../../domain/index.ts'
import { openDatabase, type Database } from '../database/database.ts'
import { recordDelivery } from './deliveries.ts'
import { countCalls, reserveCall } from './reserve-calls.ts'

let testDatabase: TestDatabase
let db: Database
beforeAll(async () => {
  testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
  db = openDatabase({ url: testDatabase.url, applicationName: 'calls test' })
})
afterAll(async () => {
  await db.close()
  await testDatabase.drop()
})

test('of many calls by hand no more go than are left, each counts once, and of one that nobody records it stays reserved', async () => {
  const reserve = () => reserveCall(db, { destination: 'hand', limit: 3, billingDay: null })
  const calls = (await Promise.all(Array.from({ length: 8 }, reserve))).flatMap(({ call }) => call ?? [])
  expect(calls).toHaveLength(3)
  await recordDelivery(db, 'hand', calls[0])
  expect((await db.query('select from sluice.reserved_calls')).rows).toHaveLength(2)
  expect(await countCalls(db, 'hand', findBillingMonth(new Date()))).toBe(3)
  expect((await reserve()).call).toBeNull()
})

test('what is reserved counts under another billing day, too', async () => {
  await reserveCall(db, { destination: 'moved', limit: 1, billingDay: null })
  for (const billingDay of [2, 15, 28])
    expect((await reserveCall(db, { destination: 'moved', limit: 1, billingDay })).call).toBeNull()
})
