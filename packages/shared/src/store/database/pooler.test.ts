import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createControlDatabase,
  createEmptyDatabase,
  readTestServers,
  startPooler,
  waitFor,
  type TestDatabase,
  type TestPooler,
} from '../../testing/index.ts'
import { assertSchemaKnown, listMigrations, migrate, openDatabase, type Database } from '../index.ts'

describe('behind a pooler in transaction mode', () => {
  let control: TestDatabase
  let pooler: TestPooler
  let db: Database
  const errors: Error[] = []

  beforeAll(async () => {
    control = await createControlDatabase(readTestServers(process.env).databaseUrl)
    pooler = await startPooler(control.url)
    db = openDatabase({
      url: pooler.url,
      applicationName: 'pooler test',
      onError: (error) => void errors.push(error),
    })
  })
  afterAll(async () => {
    await db.close()
    await pooler.close()
    await control.drop()
  })

  test('statements with a name run in whatever session they come to, alone and in transactions', async () => {
    const double = async (on: Pick<Database, 'query'>, n: number): Promise<number | undefined> =>
      (await on.query<{ doubled: number }>('select $1::int * 2 as doubled', [n], 'double')).rows[0]?.doubled
    const numbers = Array.from({ length: 50 }, (_, n) => n)
    const doubled = numbers.map((n) => n * 2)
    for (const n of numbers) expect(await double(db, n)).toBe(n * 2)
    expect(await Promise.all(numbers.map((n) => double(db, n)))).toEqual(doubled)
    const inTransactions = numbers.map((n) =>
      db.transaction(async (tx) => {
        await double(tx, 0)
        return double(tx, n)
      }),
    )
    expect(await Promise.all(inTransactions)).toEqual(doubled)
  })

  test('one at a time does the work of a name', async () => {
    let inner: boolean | undefined
    const outer = await db.exclusively('work', async () => {
      inner = await db.exclusively('work', async () => {})
    })
    expect([outer, inner]).toEqual([true, false])
  })

  test('a change of config is heard of, and which', async () => {
    const changes = new Set<string>()
    const listener = await db.listenConfig((changed) => void changes.add(changed))
    expect([...changes]).toEqual(['*'])
    await db.transaction(async (tx) => {
      await tx.query(`insert into sluice.sources (id, type, connection) values ('w', 'postgres', '')`)
      await tx.query(
        `insert into sluice.models (id, source_id, identifier, query) values ('m', 'w', 'id', 'select 1 as id')`,
      )
    })
    await waitFor('the change', () => changes.size >= 3)
    expect([...changes].toSorted()).toEqual(['*', 'models/m', 'sources/w'])
    await listener.close()
    expect(errors).toEqual([])
  })
})

test('a migration through a pooler is run once, by whoever comes first', async () => {
  const empty = await createEmptyDatabase(readTestServers(process.env).databaseUrl)
  const pooler = await startPooler(empty.url, 6)
  const known = await listMigrations()
  const applied = await Promise.all([migrate(pooler.url), migrate(pooler.url)])
  expect(applied.flat()).toEqual(known)
  expect(await migrate(pooler.url)).toEqual([])
  const db = openDatabase({ url: pooler.url, applicationName: 'pooler test' })
  await assertSchemaKnown(db)
  await db.close()
  await pooler.close()
  await empty.drop()
})
