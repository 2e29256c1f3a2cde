import type { Tls } from '@sluice/shared/connection'
import pg from 'pg'

const NO_TLS = /does not support SSL connections/

/** The connections of a pool, encrypted as its TLS asks. */
export interface Connections {
  connect(): Promise<pg.PoolClient>
  /** One more connection beside the pool; the caller ends it. */
  connectBeside(): Promise<pg.Client>
  close(): Promise<void>
}

/**
 * Opens connections as they are needed. With `prefer`, the first answer of a server
 * that has no TLS lets all go without.
 */
export function openConnections(config: pg.PoolConfig, tls: Tls): Connections {
  const plain = { ...config, ssl: false }
  let current = tls.options === null ? plain : { ...plain, ssl: tls.options }
  let pool = createPool(current)
  const retired: pg.Pool[] = []
  const fallBack = (error: unknown): boolean => {
    const isRefused = tls.mode === 'prefer' && error instanceof Error && NO_TLS.test(error.message)
    if (isRefused && current !== plain) {
      current = plain
      retired.push(pool)
      pool = createPool(current)
    }
    return isRefused
  }
  return {
    async connect() {
      try {
        return await pool.connect()
      } catch (error) {
        if (!fallBack(error)) throw error
        return pool.connect()
      }
    },
    async connectBeside() {
      const client = new pg.Client(current)
      client.on('error', () => {})
      await client.connect()
      return client
    },
    async close() {
      await Promise.all([...retired, pool].map((each) => each.end()))
    },
  }
}

function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  // What was under way rejects by itself; an event that nobody hears would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
