import type { ClientBase } from 'pg'
import { formatDurationMs } from '../../domain/index.ts'
import { SluiceError, isError } from '../../errors/index.ts'

// The lock that node-pg-migrate takes by itself, so that versions before this one wait, too.
const MIGRATION_LOCK = '7241865325823964'

const LOCK_NOT_AVAILABLE = '55P03'

/** How long to wait for another migration, and whom to tell that it is waited for. */
export interface MigrationWait {
  readonly waitMs: number
  readonly onWait: (message: string) => void
}

/**
 * Takes the lock of migrations for the transaction that the client is in; another's is waited for. Throws
 * `migration_running` when it has not ended in time: it may be long, or its process may stand still.
 */
export async function takeMigrationLock(
  client: ClientBase,
  { waitMs, onWait }: MigrationWait,
): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    MIGRATION_LOCK,
  ])
  if (rows[0]?.taken === true) return
  onWait(`waiting up to ${formatDurationMs(waitMs)} for another migration: ${await findHolder(client)}`)
  await client.query(`select set_config('lock_timeout', $1, true)`, [`${waitMs}ms`])
  try {
    await client.query('savepoint waiting')
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query(`select set_config('lock_timeout', '0', true)`)
  } catch (cause) {
    if (!isError(cause) || !('code' in cause) || cause.code !== LOCK_NOT_AVAILABLE) throw cause
    await client.query('rollback to savepoint waiting')
    throw new SluiceError(
      'migration_running',
      `another migration has not ended within ${formatDurationMs(waitMs)}: ${await findHolder(client)}; ` +
        'if its process does not go on, end it, and its sessions in the database: ' +
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${MIGRATION_NAME}' and datname = current_database() and pid <> pg_backend_pid()`,
      { cause },
    )
  }
}

/** By which a migration's sessions are known in the database. */
export const MIGRATION_NAME = 'sluice migrate'

/** What another role may not see of a session is null. */
interface Holder {
  readonly pid: number
  readonly name: string | null
  readonly address: string | null
  readonly since: Date | null
}

/** Who has the lock: pid, name, address and since when. */
async function findHolder(client: ClientBase): Promise<string> {
  const { rows } = await client.query<Holder>(
    `select l.pid, a.application_name as name, host(a.client_addr) as address, a.xact_start as since
     from pg_locks l left join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())
       and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [MIGRATION_LOCK],
  )
  const [holder] = rows
  if (holder === undefined) return 'it has just ended'
  const { pid, name, address, since } = holder
  return [
    `session ${pid}`,
    ...(name === null || name === '' ? [] : [`"${name}"`]),
    ...(address === null ? [] : [`from ${address}`]),
    ...(since === null ? [] : [`since ${since.toISOString()}`]),
  ].join(' ')
}
