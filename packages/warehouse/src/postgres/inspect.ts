import { SluiceError } from '@sluice/shared/errors'
import type { WarehouseCheck } from '../port.ts'
import type { WarehousePool } from './open-pool.ts'
import { quoteIdentifier } from './quote-identifier.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'

// PostgreSQL's own way to write 14.0 as a number.
const OLDEST_VERSION = 140_000

/** What a connection tells of its server and its user. */
interface Facts {
  readonly user: string
  readonly database: string
  /** Such as TLSv1.3; null without TLS. */
  readonly tls: string | null
  /** False through a socket of the same machine. */
  readonly isRemote: boolean
  readonly version: string
  readonly versionNumber: number
  readonly isStandby: boolean
  readonly isReadOnly: boolean
  readonly hasSchema: boolean
  readonly mayCreateSchema: boolean
  readonly mayUseSchema: boolean
  readonly mayCreateTables: boolean
  /** Tables of Sluice in the state schema that the user does not own. */
  readonly foreignTables: number
  readonly foreignOwners: string | null
}

/**
 * Looks at a warehouse from every side that needs no model; changes nothing. Each answer says what to grant or mend.
 */
export async function inspect(pool: WarehousePool): Promise<readonly WarehouseCheck[]> {
  try {
    const facts = await readFacts(pool)
    return [
      checkReachable(facts, pool.place.address),
      checkVersion(facts),
      checkWritable(facts),
      checkSchema(facts),
      checkTables(facts),
    ]
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error
    return [{ check: 'reachable', status: 'failed', detail: error.message }]
  }
}

async function readFacts(pool: WarehousePool): Promise<Facts> {
  const { rows } = await pool.query<Facts>(
    `select
      current_user as user,
      current_database() as database,
      (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls,
      coalesce(not (inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1'), false) as "isRemote",
      current_setting('server_version') as version,
      current_setting('server_version_num')::int as "versionNumber",
      pg_is_in_recovery() as "isStandby",
      current_setting('transaction_read_only')::bool as "isReadOnly",
      schema.oid is not null as "hasSchema",
      has_database_privilege(current_database(), 'create') as "mayCreateSchema",
      coalesce(has_schema_privilege(schema.oid, 'usage'), false) as "mayUseSchema",
      coalesce(has_schema_privilege(schema.oid, 'create'), false) as "mayCreateTables",
      owned.tables as "foreignTables",
      owned.owners as "foreignOwners"
    from (select to_regnamespace($1) as oid) as schema, lateral (
      select count(*) as tables, string_agg(distinct pg_get_userbyid(relowner), ', ') as owners
      from pg_class
      where relnamespace = schema.oid and relkind = 'r' and relname ~ '^(records|staged)_' and not pg_has_role(relowner, 'usage')
    ) as owned`,
    [STATE_SCHEMA],
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('a select without a condition gave no row')
  return facts
}

function checkReachable({ user, tls, isRemote }: Facts, address: string): WarehouseCheck {
  const who = `${address} lets ${user} in`
  if (tls !== null) return { check: 'reachable', status: 'ok', detail: `${who} over ${tls}` }
  if (!isRemote) return { check: 'reachable', status: 'ok', detail: `${who} without TLS, from this machine` }
  return {
    check: 'reachable',
    status: 'warning',
    detail: `${who} without TLS: sslmode=verify-full in the connection asks for it, if the server has it`,
  }
}

function checkVersion({ version, versionNumber }: Facts): WarehouseCheck {
  return versionNumber >= OLDEST_VERSION
    ? { check: 'version', status: 'ok', detail: `PostgreSQL ${version}` }
    : {
        check: 'version',
        status: 'failed',
        detail: `PostgreSQL ${version} is too old: Sluice needs 14 or newer`,
      }
}

function checkWritable({ user, isStandby, isReadOnly }: Facts): WarehouseCheck {
  if (isStandby) {
    return {
      check: 'writable',
      status: 'failed',
      detail: 'the server is a standby, which takes no writes: connect to the primary',
    }
  }
  if (isReadOnly) {
    return {
      check: 'writable',
      status: 'failed',
      detail: `transactions are read-only by default: alter role ${quoteIdentifier(user)} set default_transaction_read_only = off`,
    }
  }
  return { check: 'writable', status: 'ok', detail: 'transactions may write' }
}

function checkSchema({ user, database, hasSchema, mayCreateSchema }: Facts): WarehouseCheck {
  if (hasSchema) return { check: 'schema', status: 'ok', detail: `schema ${STATE_SCHEMA} is there` }
  if (mayCreateSchema) {
    return {
      check: 'schema',
      status: 'ok',
      detail: `schema ${STATE_SCHEMA} is not there yet, and ${user} may make it`,
    }
  }
  return {
    check: 'schema',
    status: 'failed',
    detail:
      `schema ${STATE_SCHEMA} is not there, and ${user} may not make it: create schema ${STATE_SCHEMA} authorization ${quoteIdentifier(user)}, ` +
      `as somebody who may create in database ${database}`,
  }
}

function checkTables(facts: Facts): WarehouseCheck {
  const { user, hasSchema, mayCreateSchema, mayUseSchema, mayCreateTables } = facts
  if (!hasSchema) {
    return mayCreateSchema
      ? { check: 'tables', status: 'ok', detail: 'who makes the schema may make tables in it' }
      : { check: 'tables', status: 'failed', detail: 'there is no schema to make them in' }
  }
  if (!mayUseSchema || !mayCreateTables) {
    return {
      check: 'tables',
      status: 'failed',
      detail: `${user} may not make tables in ${STATE_SCHEMA}: grant usage, create on schema ${STATE_SCHEMA} to ${quoteIdentifier(user)}`,
    }
  }
  if (facts.foreignTables > 0) {
    return {
      check: 'tables',
      status: 'warning',
      detail:
        `${facts.foreignTables} tables in ${STATE_SCHEMA} belong to others (${facts.foreignOwners ?? ''}): right if other installations of Sluice made them; ` +
        `if this one did, under another user, alter table … owner to ${quoteIdentifier(user)}`,
    }
  }
  return { check: 'tables', status: 'ok', detail: `${user} may make tables in ${STATE_SCHEMA}` }
}
