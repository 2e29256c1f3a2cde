import pg from 'pg'

/**
 * How long one of our transactions may stand still between two statements: then its
 * process is frozen or gone, and others wait for its locks.
 */
export const IDLE_LIMIT_MS = 60_000
/**
 * How soon the server finds that the machine at the other end is gone: a silence of so
 * long, then probes of which none is answered.
 */
const KEEPALIVE_IDLE_S = 60
const KEEPALIVE_INTERVAL_S = 10
const KEEPALIVE_PROBES = 6
const UNACKNOWLEDGED_LIMIT_MS = 120_000

/**
 * What the text of a value depends on, fixed so that a row never looks changed because a default did.
 * `jit` is off because it compiles the wide expressions of a row for longer than they run.
 */
export const SETTINGS: readonly string[] = [
  "set local timezone = 'UTC'",
  "set local datestyle = 'ISO'",
  "set local intervalstyle = 'iso_8601'",
  'set local extra_float_digits = 1',
  "set local bytea_output = 'hex'",
  "set local lc_monetary = 'C'",
  'set local standard_conforming_strings = on',
  'set local jit = off',
]

/**
 * So that no lock outlives whoever took it by more than a few minutes. A server or a
 * socket that knows no such setting passes it over.
 */
const BOUNDS = [
  `set local tcp_keepalives_idle = ${KEEPALIVE_IDLE_S}`,
  `set local tcp_keepalives_interval = ${KEEPALIVE_INTERVAL_S}`,
  `set local tcp_keepalives_count = ${KEEPALIVE_PROBES}`,
  `set local tcp_user_timeout = ${UNACKNOWLEDGED_LIMIT_MS}`,
]

/** What a begun transaction starts from; takes no snapshot. `name` is shown to whoever waits for its locks. */
export function createBegin(mode: string, name: string, idleLimitMs: number): string {
  return [
    `begin ${mode}`,
    `set local application_name = ${pg.escapeLiteral(name)}`,
    `set local idle_in_transaction_session_timeout = ${idleLimitMs}`,
    ...SETTINGS,
    ...BOUNDS,
  ].join('; ')
}

const OWN_USER = ['set session authorization default', 'reset role']

const RESTORE = [
  ...OWN_USER,
  'set local search_path to default',
  'set local row_security to default',
  'discard temp',
  ...SETTINGS,
].join('; ')

/**
 * Gives the names and values of a transaction their own meaning back. A model's query
 * may call functions that set a search path or a role, or make temporary tables, which
 * are found before any other; call it between a model's query and whatever comes after.
 */
export async function restoreSession(tx: pg.ClientBase): Promise<void> {
  await tx.query(RESTORE)
}

/**
 * Commits, and leaves the session to the next as it was when it was new. It is what `discard all`
 * is made of, which cannot stand in a transaction and would take prepared statements that a pooler
 * keeps for others. What is deferred until the commit comes first: it may run a function as well.
 */
export const COMMIT = [
  'set constraints all immediate',
  'close all',
  ...OWN_USER,
  'reset all',
  'unlisten *',
  'select pg_catalog.pg_advisory_unlock_all()',
  'discard temp',
  'discard sequences',
  'discard plans',
  'commit',
].join('; ')

/** Rolls back, which undoes all but locks that belong to the session. */
export const ROLLBACK = 'rollback; select pg_catalog.pg_advisory_unlock_all()'
