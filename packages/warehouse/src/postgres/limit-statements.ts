import type { WarehousePool } from './open-pool.ts'

/** How long a statement that runs a model's query may take where neither its source nor the server says so. */
export const DEFAULT_STATEMENT_TIMEOUT_MS = 21_600_000

/** How often the server looks whether a statement still has somebody to answer to. */
const CHECK_INTERVAL_MS = 10_000

/**
 * The same pool with a time limit on each statement of its transactions, for those that run
 * a model's query; one whose process has died ends too, where the server can tell. Sluice's
 * own work, above all a commit, is left alone: what it does has been paid for with
 * deliveries, and would only be begun again. Without a limit given, the server's own counts.
 */
export function limitStatements(pool: WarehousePool, givenMs: number | undefined): WarehousePool {
  let limits: Promise<string> | undefined
  const chooseLimits = (): Promise<string> => {
    limits ??= createLimits(pool, givenMs).catch((error: unknown) => {
      limits = undefined
      throw error
    })
    return limits
  }
  const limit = (limited: WarehousePool): WarehousePool => ({
    ...limited,
    named: (name) => limit(limited.named(name)),
    async transaction(mode, work, signal) {
      signal?.throwIfAborted()
      const text = await chooseLimits()
      return limited.transaction(
        mode,
        async (tx) => {
          // Takes no snapshot, so that a lock may still come first.
          if (text !== '') await tx.query(text)
          return work(tx)
        },
        signal,
      )
    },
  })
  return limit(pool)
}

/** The statements that set the limits; none on time where whoever runs the server has set one for this user. */
async function createLimits(pool: WarehousePool, givenMs: number | undefined): Promise<string> {
  const { rows } = await pool.query<{ isLimited: boolean; isChecked: boolean }>(
    `select setting <> '0' as "isLimited", version() ~ 'linux' as "isChecked"
     from pg_catalog.pg_settings where name = 'statement_timeout'`,
  )
  const [server] = rows
  const ms = givenMs ?? (server?.isLimited === true ? null : DEFAULT_STATEMENT_TIMEOUT_MS)
  return [
    ...(ms === null ? [] : [`set local statement_timeout = ${Math.floor(ms)}`]),
    // Elsewhere the setting may be refused.
    ...(server?.isChecked === true
      ? [`set local client_connection_check_interval = ${CHECK_INTERVAL_MS}`]
      : []),
  ].join('; ')
}
