import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { runner as Runner } from 'node-pg-migrate'
import { Client } from 'pg'
import { SluiceError } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { readDatabaseUrl } from '../database/read-database-url.ts'
import { grantRoles } from '../roles/grant-roles.ts'
import { MIGRATION_NAME, takeMigrationLock, type MigrationWait } from './take-migration-lock.ts'

// The same place from src/store and from dist/store.
const DIRECTORY = fileURLToPath(new URL('../../../sql/migrations/', import.meta.url))
const SCHEMA = 'sluice'
const TABLE = 'migrations'
const WAIT: MigrationWait = { waitMs: 60_000, onWait: () => {} }

/**
 * Brings the control database to the schema of this version, and gives the roles that it has what their processes need.
 * Returns the names of the migrations applied. Whoever comes second waits for the first on an advisory lock, which
 * belongs to a transaction: behind a pooler a session may be another's next. Throws `migration_running` when the first
 * has not ended in time.
 */
export async function migrate(
  databaseUrl: string,
  wait: Partial<MigrationWait> = {},
): Promise<readonly string[]> {
  // Loaded only here: every other command would pay for it.
  const { runner } = await import('node-pg-migrate')
  const connection = { ...readDatabaseUrl(databaseUrl), application_name: MIGRATION_NAME }
  const lock = new Client(connection)
  // A connection that is lost tells whoever waits on it; unheard, it would end the process.
  lock.on('error', () => {})
  await lock.connect()
  try {
    await lock.query('begin')
    await takeMigrationLock(lock, { ...WAIT, ...wait })
    const applied = await runMigrations(runner, connection)
    await lock.query('commit')
    return applied
  } finally {
    await lock.end()
  }
}

async function runMigrations(
  runner: typeof Runner,
  connection: ReturnType<typeof readDatabaseUrl>,
): Promise<readonly string[]> {
  const applied = await runner({
    databaseUrl: connection,
    dir: DIRECTORY,
    direction: 'up',
    migrationsSchema: SCHEMA,
    migrationsTable: TABLE,
    createMigrationsSchema: true,
    singleTransaction: true,
    noLock: true,
    log: () => {},
  })
  const client = new Client(connection)
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
      `the control database is older than this version of Sluice (it lacks ${missing.join(', ')}): it must be migrated`,
      { facts: { isOlder: true } },
    )
  }
}
