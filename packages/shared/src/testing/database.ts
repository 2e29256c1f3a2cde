import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { migrate } from '../store/index.ts'
import { createRoles } from './create-roles.ts'

/** The migrated database that every test database is a clone of; made once per run by the jest global set-up. */
export const TEMPLATE_DATABASE = 'sluice_test_template'

/** A database of a test file's own. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** Makes the template, anew: the migrations may have changed. */
export async function createTemplateDatabase(serverUrl: string): Promise<void> {
  await run(serverUrl, `drop database if exists ${TEMPLATE_DATABASE} with (force)`)
  await run(serverUrl, `create database ${TEMPLATE_DATABASE}`)
  await createRoles(replaceDatabase(serverUrl, TEMPLATE_DATABASE))
  await migrate(replaceDatabase(serverUrl, TEMPLATE_DATABASE))
}

/** A fresh control database, migrated. */
export function createControlDatabase(serverUrl: string): Promise<TestDatabase> {
  return createDatabase(serverUrl, `template ${TEMPLATE_DATABASE}`)
}

/** The same on a server that has no template, in more time. */
export async function createMigratedDatabase(serverUrl: string): Promise<TestDatabase> {
  const database = await createEmptyDatabase(serverUrl)
  try {
    await migrate(database.url)
    return database
  } catch (error) {
    await database.drop()
    throw error
  }
}

/** A fresh empty database, to be a warehouse. */
export function createEmptyDatabase(serverUrl: string): Promise<TestDatabase> {
  return createDatabase(serverUrl, 'template template0')
}

async function createDatabase(serverUrl: string, options: string): Promise<TestDatabase> {
  const name = `sluice_test_${randomBytes(6).toString('hex')}`
  await run(serverUrl, `create database ${name} ${options}`)
  return {
    url: replaceDatabase(serverUrl, name),
    drop: () => run(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

/** The same server and user, another database. */
export function replaceDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
