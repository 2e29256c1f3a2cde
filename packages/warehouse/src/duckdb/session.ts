import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '@sluice/shared/errors'
import type { Driver, DuckDBConnection } from './driver.ts'
import { createStatementError } from './statement-errors.ts'
import { useCatalog, type Files } from './open-files.ts'
import type { DuckdbSettings } from './options.ts'
import { useFiles } from './share-files.ts'

/** A value that is bound to a parameter. */
export type Value = string | number | boolean | null

/** One connection in one transaction. Numbers come back as numbers, however wide DuckDB makes them. */
export interface Session {
  readonly driver: Driver
  readonly connection: DuckDBConnection
  query<R extends object>(sql: string, values?: readonly Value[]): Promise<R[]>
  /** Runs a statement, and tells how many rows it has changed. */
  run(sql: string, values?: readonly Value[]): Promise<number>
}

export interface SessionRequest {
  readonly files: Files
  /** `read` leaves nothing behind; `write` commits. */
  readonly mode: 'read' | 'write'
  readonly signal?: AbortSignal | undefined
  /** Bounds the whole work, which is then interrupted. */
  readonly timeoutMs?: number | undefined
  /** Ends with `warehouse_busy` soon after a sync needs the files: it has more to lose. */
  readonly yields?: boolean
}

/** How often a statement that does not end is told to; one that began in the meantime is met by the next time. */
const INTERRUPT_INTERVAL_MS = 50

/** Most questions have ended by then, and need not be asked again. */
const YIELD_AFTER_MS = 500

/** The reason of work that took too long. */
export class TimeoutPassed extends Error {}

/** Does work in one transaction over a source's files, which are closed again when nobody needs them. */
export async function withSession<T>(
  driver: Driver,
  settings: DuckdbSettings,
  { files, mode, signal: given, timeoutMs, yields = false }: SessionRequest,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const wanted = new AbortController()
  let leaving: NodeJS.Timeout | undefined
  const onWanted = (): void => {
    leaving ??= setTimeout(() => wanted.abort(createWantedError(settings)), YIELD_AFTER_MS)
  }
  const signal = yields ? AbortSignal.any([wanted.signal, ...(given === undefined ? [] : [given])]) : given
  const use = await useFiles(driver, settings, files, {
    signal: given,
    onWanted: yields ? onWanted : undefined,
  })
  try {
    const connection = await use.instance.connect()
    try {
      if (use.catalog !== null) await connection.run(useCatalog(use.catalog))
      return await interruptWhenEnded(connection, { signal, timeoutMs }, () =>
        transact(connection, mode, () => work(createSession(driver, connection))),
      )
    } catch (error) {
      throw createStatementError(error, settings)
    } finally {
      connection.closeSync()
    }
  } finally {
    clearTimeout(leaving)
    await use.release()
  }
}

function createWantedError({ sourceId, path }: DuckdbSettings): SluiceError {
  return new SluiceError(
    'warehouse_busy',
    `source ${sourceId}: a sync began to work on ${path}, and goes before questions: ask again`,
  )
}

function createSession(driver: Driver, connection: DuckDBConnection): Session {
  const bind = (values: readonly Value[]) =>
    values.map((value) => (typeof value === 'number' ? BigInt(value) : value))
  return {
    driver,
    connection,
    async query<R extends object>(sql: string, values: readonly Value[] = []): Promise<R[]> {
      const result = await connection.runAndReadAll(sql, bind(values))
      const names = result.columnNames()
      return result.getRows().map((row) => {
        const plain = names.map((name, index) => {
          const value = row[index]
          return [name, typeof value === 'bigint' ? Number(value) : value] as const
        })
        return Object.fromEntries(plain) as R
      })
    },
    async run(sql, values = []) {
      return (await connection.run(sql, bind(values))).rowsChanged
    },
  }
}

async function transact<T>(
  connection: DuckDBConnection,
  mode: SessionRequest['mode'],
  work: () => Promise<T>,
): Promise<T> {
  await connection.run('begin transaction')
  let result: T
  try {
    result = await work()
  } catch (error) {
    // A statement that failed may have ended the transaction already.
    await connection.run('rollback').catch(() => {})
    throw error
  }
  await connection.run(mode === 'write' ? 'commit' : 'rollback')
  return result
}

/**
 * Interrupts whatever runs on the connection, again and again until the work has ended; rejects with the signal's
 * reason then.
 */
async function interruptWhenEnded<T>(
  connection: DuckDBConnection,
  { signal, timeoutMs }: Pick<SessionRequest, 'signal' | 'timeoutMs'>,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const ended = new AbortController()
  let reason: unknown
  let interrupting: Promise<void> | undefined
  const stop = (why: unknown): void => {
    reason ??= why
    interrupting ??= interruptUntil(ended.signal, connection)
  }
  const onAbort = (): void => stop(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop(new TimeoutPassed('took too long')), timeoutMs)
  try {
    return await work()
  } catch (error) {
    throw reason ?? error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    ended.abort()
    await interrupting
  }
}

async function interruptUntil(ended: AbortSignal, connection: DuckDBConnection): Promise<void> {
  while (!ended.aborted) {
    connection.interrupt()
    await sleep(INTERRUPT_INTERVAL_MS, undefined, { signal: ended }).catch(() => {})
  }
}
