import { SluiceError } from '@sluice/shared/errors'
import pg from 'pg'
import type { Transaction, WarehousePool } from './open-pool.ts'

/** What whoever holds a lock is to be told by. */
interface Holder {
  readonly pid: number
  readonly name: string | null
  readonly state: string | null
  readonly seconds: number | null
}

type Mode = 'exclusive' | 'access share'

/** The locks of others that a mode cannot stand beside. */
const CONFLICTS: Readonly<Record<Mode, string>> = {
  exclusive: `mode <> 'AccessShareLock'`,
  'access share': `mode = 'AccessExclusiveLock'`,
}

/**
 * Locks a table until the transaction ends; takes no snapshot. Whoever holds it is waited for as long as the pool
 * has patience, and then named: the caller may come again, and somebody can see meanwhile what is waited for.
 */
export async function lockTable(
  tx: Transaction,
  pool: WarehousePool,
  table: string,
  mode: Mode,
): Promise<void> {
  const statements = [
    'savepoint waiting',
    `set local lock_timeout = ${pool.lockPatienceMs}`,
    `lock table ${table} in ${mode} mode`,
    'set local lock_timeout to default',
    'release savepoint waiting',
  ]
  try {
    await tx.query(statements.join('; '))
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error
    await tx.query('rollback to savepoint waiting')
    const { sourceId, address } = pool.place
    throw new SluiceError(
      'warehouse_locked',
      `source ${sourceId}: ${table} in warehouse ${address} is held by ${await findHolders(tx, table, mode)}: it is waited for; ` +
        `what stands still in a transaction for a minute is ended by itself if it is Sluice's`,
    )
  }
}

async function findHolders(tx: Transaction, table: string, mode: Mode): Promise<string> {
  const { rows } = await tx.query<Holder>(
    `select pid, nullif(application_name, '') as name, state, extract(epoch from clock_timestamp() - xact_start)::int as seconds
     from pg_catalog.pg_locks join pg_catalog.pg_stat_activity using (pid)
     where relation = $1::regclass and granted and pid <> pg_backend_pid() and ${CONFLICTS[mode]}
     order by xact_start limit 3`,
    [table],
  )
  return rows.map(formatHolder).join(' and ') || 'another transaction, which has just ended'
}

/** Of another user's session the server tells the process alone. */
function formatHolder({ pid, name, state, seconds }: Holder): string {
  const facts = [
    ...(name === null ? [] : [name]),
    ...(state === null ? [] : [state]),
    ...(seconds === null ? [] : [`since ${seconds} s`]),
  ]
  return `process ${pid} of the warehouse${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}
