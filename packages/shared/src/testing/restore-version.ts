import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { runner } from 'node-pg-migrate'
import { Client } from 'pg'
import { createEmptyDatabase, type TestDatabase } from './database.ts'

const SQL = new URL('../../sql/', import.meta.url)

/** The key under which everything is sealed in what `restoreVersion` restores, in base64. */
export const VERSION_KEY = Buffer.alloc(32, 7).toString('base64')

/**
 * A control database as a version before had left it, with its rows: migrated no further than the migration of that
 * number, which `sql/testing/rows-<number>.sql` belongs to.
 */
export async function restoreVersion(serverUrl: string, number: string): Promise<TestDatabase> {
  const database = await createEmptyDatabase(serverUrl)
  try {
    const migrations = await readdir(new URL('migrations/', SQL))
    await runner({
      databaseUrl: database.url,
      dir: fileURLToPath(new URL('migrations/', SQL)),
      direction: 'up',
      count: migrations.filter((file) => file.slice(0, number.length) <= number).length,
      migrationsSchema: 'sluice',
      migrationsTable: 'migrations',
      createMigrationsSchema: true,
      singleTransaction: true,
      noLock: true,
      log: () => {},
    })
    const client = new Client({ connectionString: database.url })
    await client.connect()
    try {
      await client.query('delete from sluice.installation')
      await client.query(await readFile(new URL(`testing/rows-${number}.sql`, SQL), 'utf8'))
    } finally {
      await client.end()
    }
    return database
  } catch (error) {
    await database.drop()
    throw error
  }
}
