import {
  Client,
  Pool,
  types as pgTypes,
  type ClientBase,
  type ClientConfig,
  type CustomTypesConfig,
  type QueryConfig,
  type QueryResult,
  type QueryResultRow,
} from 'pg'
import { parsePostgresUrl } from '../../connection/index.ts'
import { SluiceError, isError } from '../../errors/index.ts'
import { isPooled } from './is-pooled.ts'
import { createConfigPoll } from './poll-config.ts'
import { readDatabaseUrl } from './read-database-url.ts'

/** Anything that runs a statement: the pool, or one client inside a transaction. */
export interface Queryable {
  /**
   * A statement with a name is parsed and planned once in each connection: for those that run for every chunk,
   * where planning costs more than running. The name belongs to the text. Behind a pooler it is not used.
   */
  query<R extends QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<QueryResult<R>>
}

/** The control database: a pool, transactions, and notifications. */
export interface Database extends Queryable {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  /** Calls back with `<table>/<id>` whenever a row of config changes, and with `*` after a gap in listening. */
  listenConfig(onChange: (changed: string) => void): Promise<{ close(): Promise<void> }>
  /** Calls back when dead letters were written or changed, and after a gap in listening. */
  listenDeadLetters(onChange: () => void): Promise<{ close(): Promise<void> }>
  /** Does the work unless somebody is at work of the same name already; false then. Whoever dies lets go. */
  exclusively(name: string, work: () => Promise<void>): Promise<boolean>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  readonly maxConnections?: number
  readonly onError?: (error: Error) => void
}

const CONNECT_TIMEOUT_MS = 10_000
const RELISTEN_DELAY_MS = 1_000
const KEEP_ALIVE_MS = 30_000
// A process that is frozen in the middle of a transaction shall not hold its rows for ever.
const BEGIN = `begin; set local idle_in_transaction_session_timeout = '1min'`
// A connection that only listens never learns by itself that the network between has forgotten it.
const HEARTBEAT_MS = 30_000
const HEARTBEAT_TIMEOUT_MS = 10_000
// Behind a pooler a notification may not arrive: config is asked for instead.
const POLL_MS = 5_000

// bigint counts stay far below 2^53 here.
const INT8_OID = 20
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID ? Number : pgTypes.getTypeParser(oid, format)) as typeof pgTypes.getTypeParser,
}

/** Opens the control database; connections are made when they are needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const connection = {
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    ...readDatabaseUrl(options.url),
    types,
  }
  const pool = new Pool({ ...connection, max: options.maxConnections ?? 8 })
  pool.on('error', (error) => options.onError?.(error))
  // A connection that is lost in the middle of a transaction tells the transaction; unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))

  const place = formatClient(connection)
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw createDatabaseError(error, place)
    }
  }

  let pooled: boolean | undefined
  const run: RunStatement = async (client, text, values, name) => {
    if (name !== undefined) pooled ??= await isPooled(client)
    return client.query(createQuery(text, values, pooled === true ? undefined : name))
  }

  const transaction = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
    guard(async () => {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query(BEGIN)
        const result = await work({ query: (...statement) => run(client, ...statement) })
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError))
        throw error
      } finally {
        client.release(broken)
      }
    })

  return {
    query: (text, values, name) =>
      guard(async () => {
        if (name === undefined || pooled !== undefined)
          return pool.query(createQuery(text, values, pooled === true ? undefined : name))
        const client = await pool.connect()
        try {
          return await run(client, text, values, name)
        } finally {
          client.release()
        }
      }),
    transaction,

    exclusively: (name, work) =>
      transaction(async (tx) => {
        // Whoever hangs lets go after a while: two at work are harmless, none is not.
        await tx.query(`set local idle_in_transaction_session_timeout = '5min'`)
        const { rows } = await tx.query<{ taken: boolean }>(
          'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken',
          [`sluice/${name}`],
        )
        if (rows[0]?.taken !== true) return false
        await work()
        return true
      }),

    listenConfig: (onChange) => listen(connection, 'sluice_config', onChange, options.onError),
    listenDeadLetters: (onChange) =>
      listen(connection, 'sluice_dead_letters', () => onChange(), options.onError),
    close: () => pool.end(),
  }
}

type RunStatement = <R extends QueryResultRow>(
  client: ClientBase,
  text: string,
  values?: readonly unknown[],
  name?: string,
) => Promise<QueryResult<R>>

function createQuery(text: string, values?: readonly unknown[], name?: string): QueryConfig {
  return {
    text,
    ...(values === undefined ? {} : { values: [...values] }),
    ...(name === undefined ? {} : { name }),
  }
}

/** Keeps one connection listening, for as long as it is not closed; what was missed meanwhile is told as `*`. */
async function listen(
  connection: ClientConfig,
  channel: 'sluice_config' | 'sluice_dead_letters',
  onChange: (changed: string) => void,
  onError?: (error: Error) => void,
): Promise<{ close(): Promise<void> }> {
  let closed = false
  let client: Client | undefined
  let retry: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new Client({ ...connection, query_timeout: HEARTBEAT_TIMEOUT_MS })
    next.on('notification', ({ payload }) => onChange(payload ?? '*'))
    next.on('error', (error) => onError?.(error))
    // Dead letters are looked for every half minute anyway.
    const poll = channel === 'sluice_config' ? createConfigPoll(onChange) : null
    let beat = (): Promise<unknown> => next.query('select 1')
    let beatMs = HEARTBEAT_MS
    try {
      await next.connect()
      const isPolled = poll !== null && (await isPooled(next))
      await next.query(`listen ${channel}`)
      if (isPolled) {
        await poll(next)
        beat = () => poll(next)
        beatMs = POLL_MS
      }
    } catch (error) {
      await next.end().catch(() => {})
      throw error
    }
    // Closed while the connection was made again.
    if (closed) return next.end()
    const heartbeat = setInterval(() => {
      beat().catch(() => {
        next.off('end', lose)
        lose()
        // The other side may never answer; nobody waits for it.
        next.end().catch(() => {})
      })
    }, beatMs)
    const lose = (): void => {
      clearInterval(heartbeat)
      scheduleReconnect()
    }
    // Only from here on: a connection that was never made also ends, and would be made again twice.
    next.on('end', lose)
    client = next
    onChange('*')
  }
  const scheduleReconnect = (): void => {
    if (closed || retry !== undefined) return
    retry = setTimeout(() => {
      retry = undefined
      connect().catch((error: Error) => {
        onError?.(error)
        scheduleReconnect()
      })
    }, RELISTEN_DELAY_MS)
  }

  await connect().catch((error: unknown) => {
    throw createDatabaseError(error, formatClient(connection))
  })
  return {
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}

/** Host and database of a connection URL, without user or password. */
export function formatPlace(url: string): string {
  const parsed = parsePostgresUrl(url)
  return 'mistake' in parsed ? 'the given DATABASE_URL' : formatClient(parsed.client)
}

function formatClient({ host, port, database }: ClientConfig): string {
  return `${host ?? 'localhost'}:${port ?? 5432}/${database ?? ''}`
}

const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ENETUNREACH',
  'EPIPE',
  'EHOSTUNREACH',
])
// Connection exceptions, no room for another, shutdowns, a failover in progress, a full
// disk, conflicts that pass by themselves, and a transaction that stood still for too long.
const UNREACHABLE_SQLSTATE = /^(08|53|57P0|57014|25006|25P03|40001|40P01|55P03)/
const LOST_CONNECTION =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable|client was closed/i

function createDatabaseError(error: unknown, place: string): unknown {
  if (!isError(error) || error instanceof SluiceError) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (UNREACHABLE_CODES.has(code) || UNREACHABLE_SQLSTATE.test(code) || LOST_CONNECTION.test(error.message)) {
    const message =
      code === '53300'
        ? `control database ${place} has no connection left (53300): raise its max_connections, or run fewer processes`
        : `control database ${place} cannot be reached (${code || error.message}): is it running, and is DATABASE_URL right?`
    return new SluiceError('database_unreachable', message, { cause: error })
  }
  if (code.startsWith('28') || code === '3D000') {
    return new SluiceError(
      'database_denied',
      `control database ${place}: ${error.message}; check DATABASE_URL`,
      {
        cause: error,
      },
    )
  }
  if (code === '42501') {
    return new SluiceError(
      'database_denied',
      `control database ${place}: ${error.message}; migrating it gives each role what its process needs`,
      { cause: error },
    )
  }
  if (code === '3F000' || code === '42P01') {
    return new SluiceError(
      'schema_unknown',
      `control database ${place} has no Sluice schema, or an old one: it must be migrated`,
      { cause: error, facts: { isOlder: true } },
    )
  }
  return error
}
