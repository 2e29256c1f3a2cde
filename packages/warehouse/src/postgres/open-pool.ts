import { parsePostgresUrl, readTls, type Tls, type UrlMistake } from '@sluice/shared/connection'
import type { SourceTls } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import pg from 'pg'
import { cancelWhenAborted } from './cancel-when-aborted.ts'
import type { Place } from '../delta/place.ts'
import { createServerError } from './create-server-error.ts'
import { openConnections, type Connections } from './open-connections.ts'
import { COMMIT, createBegin, IDLE_LIMIT_MS, ROLLBACK, SETTINGS } from './session.ts'

export interface PoolOptions {
  readonly connectionString: string
  /** Certificates beside those that the connection string names. */
  readonly ssl?: SourceTls | undefined
  readonly sourceId: string
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string
  readonly connectTimeoutMs?: number
  /** How long a lock is waited for before whoever holds it is named. */
  readonly lockPatienceMs?: number
  /** How long a transaction may stand still before the server ends it. */
  readonly idleLimitMs?: number
}

/** Anything that runs a statement: the pool, or one transaction's connection. */
export interface Queryable {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<R>>
}

/** One transaction's connection. */
export type Transaction = pg.ClientBase

/** Connections to a warehouse; every error comes out as createServerError tells it. */
export interface WarehousePool extends Queryable {
  readonly place: Place
  readonly lockPatienceMs: number
  /**
   * The same connections; their transactions are shown by this name beside that of the
   * application to whoever looks in the warehouse.
   */
  named(name: string): WarehousePool
  /** Runs one statement without parameters under SETTINGS, in one round trip and along indexes only. */
  queryUnderSettings<R extends pg.QueryResultRow>(text: string): Promise<R[]>
  /**
   * Runs work in one transaction under SETTINGS; its first statement may still take a lock before any snapshot is
   * taken. When `signal` is aborted, what runs in the server is canceled, all is rolled back, and this rejects
   * with the signal's reason. Whatever a model's query has done to its session ends with the transaction.
   */
  transaction<T>(
    mode: TransactionMode,
    work: (tx: Transaction) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>
  close(): Promise<void>
}

export type TransactionMode =
  | 'isolation level read committed'
  | 'isolation level repeatable read'
  | 'isolation level repeatable read read only'
  | 'read only'

const CONNECT_TIMEOUT_MS = 10_000
const LOCK_PATIENCE_MS = 10_000
// A server that is gone is asked whether it is, once it has been silent for so long.
const KEEP_ALIVE_MS = 30_000
// Staging holds one for long; pages, commits and previews share the others.
const MAX_CONNECTIONS = 4

// Counts and positions stay far below 2^53.
const INT8_OID = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

// A page lies in a few neighbouring blocks, which the statistics of a table this new
// cannot tell: the planner would read it all, and start a parallel worker or two for it.
const PAGE_SETTINGS = ['set local enable_seqscan = off', 'set local max_parallel_workers_per_gather = 0']

/** Opens the connections to a warehouse; each is made when it is first needed. */
export function openPool(options: PoolOptions): WarehousePool {
  const { sourceId } = options
  const { client, tls } = readConnection(options)
  const place = { sourceId, address: formatAddress(client) }
  const applicationName = client.application_name ?? options.applicationName ?? 'sluice'
  const connections = openConnections(
    {
      application_name: applicationName,
      connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      ...client,
      max: MAX_CONNECTIONS,
      types,
    },
    tls,
  )

  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw createServerError(error, place)
    }
  }
  const run = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await connections.connect()
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      // A statement that the server has refused leaves the connection as it was.
      client.release(!(error instanceof pg.DatabaseError))
      throw error
    }
  }

  const openNamed = (name: string): WarehousePool => ({
    place,
    lockPatienceMs: options.lockPatienceMs ?? LOCK_PATIENCE_MS,
    named: (of) => openNamed(`${applicationName} ${of}`),
    query: (text, values) => guard(() => run((client) => client.query(text, values))),
    queryUnderSettings: (text) =>
      guard(async () => {
        // Several statements in one message are one transaction; pg answers with an array.
        const statements = [...SETTINGS, ...PAGE_SETTINGS, text]
        const results: unknown = await run((client) => client.query(statements.join('; ')))
        return (results as pg.QueryResult[]).at(-1)?.rows ?? []
      }),
    transaction: (mode, work, signal) =>
      guard(async () => {
        signal?.throwIfAborted()
        const client = await connections.connect()
        let broken: Error | boolean | undefined
        const runAll = async () => {
          await client.query(createBegin(mode, name, options.idleLimitMs ?? IDLE_LIMIT_MS))
          const result = await work(client)
          await client.query(COMMIT)
          return result
        }
        try {
          if (signal === undefined) return await runAll()
          return await cancelWhenAborted(client, signal, (pid) => cancelStatement(connections, pid), runAll)
        } catch (error) {
          await client.query(ROLLBACK).catch((rollbackError: Error) => (broken = rollbackError))
          throw error
        } finally {
          // A cancellation that comes late must not meet what others do on this connection.
          client.release(broken ?? signal?.aborted)
        }
      }),
    close: () => connections.close(),
  })
  return openNamed(applicationName)
}

/** Cancels what another connection of ours is doing. */
async function cancelStatement(connections: Connections, processId: number): Promise<void> {
  const client = await connections.connectBeside()
  try {
    await client.query('select pg_cancel_backend($1)', [processId])
  } finally {
    await client.end()
  }
}

/**
 * What a connection string and the certificates beside it say, or the error of a source
 * that cannot be opened; it quotes nothing of them.
 */
function readConnection({ connectionString, ssl, sourceId }: PoolOptions): {
  readonly client: pg.ClientConfig
  readonly tls: Tls
} {
  const denied = ({ mistake }: UrlMistake): SluiceError =>
    new SluiceError('warehouse_denied', `source ${sourceId}: its connection ${mistake}`)
  const url = parsePostgresUrl(connectionString)
  if ('mistake' in url) throw denied(url)
  const tls = readTls(url, url.sslMode ?? (ssl === undefined ? 'prefer' : 'verify-full'), ssl)
  if ('mistake' in tls) throw denied(tls)
  return { client: url.client, tls }
}

/** Where a connection points to, as the driver completes it, without user and password. */
function formatAddress(config: pg.ClientConfig): string {
  const { host, port, database } = new pg.Client(config)
  return `${host}:${port}/${database ?? ''}`
}
