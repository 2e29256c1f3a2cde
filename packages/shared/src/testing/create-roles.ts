import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { ROLES, type Role } from '../store/index.ts'

const STATEMENTS = readFileSync(new URL('../../sql/roles.sql', import.meta.url), 'utf8')

/**
 * Makes the roles of the processes in a database, as an operator does, and lets them in
 * with the password that `asRole` knows.
 */
export async function createRoles(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(STATEMENTS)
    for (const role of [...ROLES, 'sluice_migrate'] as const)
      await client.query(`alter role ${role} login password '${createPassword(databaseUrl)}'`)
  } finally {
    await client.end()
  }
}

/** The same database as one of the roles. */
export function asRole(databaseUrl: string, role: Role | 'sluice_migrate'): string {
  const url = new URL(databaseUrl)
  url.username = role
  url.password = createPassword(databaseUrl)
  return url.href
}

/** The same for all that know how to get into the server, and for nobody else. */
function createPassword(databaseUrl: string): string {
  const { host, username, password } = new URL(databaseUrl)
  return createHash('sha256').update(`roles of ${username}:${password}@${host}`).digest('hex')
}
