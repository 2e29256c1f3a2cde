import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { SluiceError } from '../errors/index.ts'
import type { Queryable } from './database.ts'
import { readDatabaseUrl } from './read-database-url.ts'
import { grantRoles } from './roles/grant-roles.ts'

// The same place from src/store and from dist/store.
const DIRECTORY = fileURLToPath(new URL('../../sql/migrations/', import.meta.url))
const SCHEMA = 'sluice'
const TABLE = 'migrations'

/**
 * Brings the control database to the schema of this version, and gives the roles that it has what their processes need. Returns the names of the
 * migrations applied. Whoever comes second waits for the first on an advisory lock.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  // Loaded only here: every other command would pay for it.
  const { runner } = await import('node-pg-migrate')
  const applied = await runner({
    databaseUrl: readDatabaseUrl(databaseUrl),
    dir: DIRECTORY,
    direction: 'up',
    migrationsSchema: SCHEMA,
    migrationsTable: TABLE,
    createMigrationsSchema: true,
    singleTransaction: true,
    advisoryLockMode: 'wait',
    log: () => {},
  })
  const client = new Client(readDatabaseUrl(databaseUrl))
  await client.connect()
  try {
    await grantRoles(client)
  } finally {
    await client.end()
  }
  return applied.map(({ name }) => name)
}

/** Names of the migrations that this version knows, in order. */
export async function listMigrations(): Promise<readonly string[]> {
  const files = await readdir(DIRECTORY)
  return files
    .filter((file) => /^\d{4}_.*\.sql$/.test(file))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort()
}

/** Refuses a control database whose schema is older or newer than this version knows. */
export async function assertSchemaKnown(db: Queryable): Promise<void> {
  const known = await listMigrations()
  const { rows } = await db.query<{ name: string }>(`select name from ${SCHEMA}.${TABLE} order by id`)
  const applied = rows.map(({ name }) => name)
  const missing = known.filter((name) => !applied.includes(name))
  const foreign = applied.filter((name) => !known.includes(name))
  if (foreign.length > 0) {
    throw new SluiceError(
      'schema_unknown',
      `the control database is newer than this version of Sluice (it has ${foreign.join(', ')}): upgrade Sluice`,
    )
  }
  if (missing.length > 0) {
    throw new SluiceError(
      'schema_unknown',
      `the control database is older than this version of Sluice (it lacks ${missing.join(', ')}): run \`sluice migrate\``,
    )
  }
}
