import type { WarehousePool } from './open-pool.ts'

/** How long a statement that runs a model's query may take where neither its source nor the server says so. */
export const DEFAULT_STATEMENT_TIMEOUT_MS = 21_600_000

/**
 * The same pool with a time limit on each statement of its transactions, for those that run a model's query. Sluice's own work, above all a commit,
 * is left alone: what it does has been paid for with deliveries, and would only be begun again. Without a limit given, the server's own counts.
 */
export function limitStatements(pool: WarehousePool, givenMs: number | undefined): WarehousePool {
  let limitMs: Promise<number | null> | undefined =
    givenMs === undefined ? undefined : Promise.resolve(Math.floor(givenMs))
  const chooseLimitMs = (): Promise<number | null> => {
    limitMs ??= chooseDefaultMs(pool).catch((error: unknown) => {
      limitMs = undefined
      throw error
    })
    return limitMs
  }
  return {
    ...pool,
    async transaction(mode, work, signal) {
      signal?.throwIfAborted()
      const ms = await chooseLimitMs()
      return pool.transaction(
        mode,
        async (tx) => {
          // Takes no snapshot, so that a lock may still come first.
          if (ms !== null) await tx.query(`set local statement_timeout = ${ms}`)
          return work(tx)
        },
        signal,
      )
    },
  }
}

/** Null where whoever runs the server has set a limit for this user. */
async function chooseDefaultMs(pool: WarehousePool): Promise<number | null> {
  const { rows } = await pool.query<{ isLimited: boolean }>(
    `select setting <> '0' as "isLimited" from pg_settings where name = 'statement_timeout'`,
  )
  return rows[0]?.isLimited === true ? null : DEFAULT_STATEMENT_TIMEOUT_MS
}
