import type { ClientBase } from 'pg'
import { ROLES, ROLE_GRANTS, type Role } from './role-grants.ts'

/**
 * Gives each role that is there what its process needs in the schema `sluice`, and takes what
 * it had beyond that; none is made. Returns the roles. Must be run by the owner of the tables.
 */
export async function grantRoles(client: Pick<ClientBase, 'query'>): Promise<readonly Role[]> {
  const { rows } = await client.query<{ role: Role }>(
    'select rolname as role from pg_roles where rolname = any ($1) order by rolname',
    [ROLES],
  )
  const roles = rows.map(({ role }) => role)
  if (roles.length === 0) return roles
  // One after the other, and as a whole: whoever is at work meanwhile misses nothing.
  const statements = [
    'begin',
    `select pg_advisory_xact_lock(hashtext('sluice grants'))`,
    ...roles.flatMap(listStatements),
    'commit',
  ]
  try {
    await client.query(statements.join(';\n'))
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return roles
}

function listStatements(role: Role): readonly string[] {
  return [
    `revoke all on all tables in schema sluice from ${role}`,
    `grant usage on schema sluice to ${role}`,
    ...Object.entries(ROLE_GRANTS[role]).map(
      ([table, rights]) => `grant ${rights} on sluice.${table} to ${role}`,
    ),
  ]
}
