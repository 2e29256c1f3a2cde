import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createControlDatabase,
  dumpSchema,
  readTestServers,
  waitFor,
  type TestDatabase,
} from '../../testing/index.ts'
import { assertSchemaKnown, migrate, openDatabase, type Database } from '../index.ts'

describe('the control database', () => {
  let testDatabase: TestDatabase
  let db: Database

  beforeAll(async () => {
    testDatabase = await createControlDatabase(readTestServers(process.env).databaseUrl)
    db = openDatabase({ url: testDatabase.url, applicationName: 'database test' })
  })
  afterAll(async () => {
    await db.close()
    await testDatabase.drop()
  })

  test('has the schema that is written down', async () => {
    const file = new URL('../../../sql/schema.sql', import.meta.url)
    expect(await dumpSchema(testDatabase.url)).toBe(await readFile(file, 'utf8'))
  })

  test('is migrated once, however often it is asked for', async () => {
    expect(await Promise.all([migrate(testDatabase.url), migrate(testDatabase.url)])).toEqual([[], []])
    await expect(assertSchemaKnown(db)).resolves.toBeUndefined()
  })

  test('is refused when it is newer than this version', async () => {
    await db.query(`insert into sluice.migrations (name, run_on) values ('9999_future', now())`)
    await expect(assertSchemaKnown(db)).rejects.toThrow(
      'newer than this version of Sluice (it has 9999_future): upgrade Sluice',
    )
    await db.query(`delete from sluice.migrations where name = '9999_future'`)
  })

  test('is named without its password when it cannot be reached', async () => {
    const gone = openDatabase({
      url: 'postgres://user:hidden@127.0.0.1:1/none',
      applicationName: 'database test',
    })
    await expect(gone.query('select 1')).rejects.toThrow(
      /^control database 127\.0\.0\.1:1\/none cannot be reached \(ECONNREFUSED\): is it running/,
    )
    await gone.close()
  })

  test('loses a connection in the middle of a transaction as a passing error, not as the end of the process', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
      return tx.query('select 1')
    })
    await expect(work).rejects.toMatchObject({ code: 'database_unreachable' })
    await expect(db.query('select 1')).resolves.toMatchObject({ rowCount: 1 })
  })

  test('listens again when its listener is cut off, once, and tells that it may have missed something', async () => {
    const changes: string[] = []
    const listener = await db.listenConfig((changed) => changes.push(changed))
    const listeners = `from pg_stat_activity where query = 'listen sluice_config' and datname = current_database()`
    await db.query(`select pg_terminate_backend(pid) ${listeners}`)
    await waitFor('the second start', () => changes.filter((changed) => changed === '*').length === 2)
    expect(await db.query(`select pid ${listeners}`)).toMatchObject({ rowCount: 1 })
    await listener.close()
  })
})
