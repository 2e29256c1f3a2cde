import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '@sluice/shared/errors'
import type { Driver, DuckDBConnection, DuckDBInstance } from './driver.ts'
import { createOpenError, isLocked, readLine } from './file-errors.ts'
import type { DuckdbSettings } from './options.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { STATE_SCHEMA } from '../delta/state-names.ts'
import { STATE_CATALOG } from './state-tables.ts'

/** Which of the two files a piece of work needs. */
export type Files = 'data' | 'state' | 'both'

/** How often a file that another process has open is tried. */
const LOCK_INTERVAL_MS = 100

const RESERVED = ['memory', 'temp', 'system']

/**
 * Opens the files that are needed as one instance, and tells by which name the user's file goes there. Nothing that a
 * model says can open, write or change anything from then on. A file that another process has open is waited for a
 * while.
 */
export async function openFiles(
  driver: Driver,
  settings: DuckdbSettings,
  files: Files,
): Promise<{ readonly instance: DuckDBInstance; readonly catalog: string | null }> {
  const until = Date.now() + settings.lockPatienceMs
  for (;;) {
    const instance = await createInstance(driver, settings)
    try {
      return { instance, catalog: await prepare(instance, settings, files) }
    } catch (error) {
      instance.closeSync()
      if (!isLocked(error) || Date.now() >= until) throw createOpenError(error, settings)
    }
    await sleep(LOCK_INTERVAL_MS)
  }
}

/** Attaches the files, and tells by which name the user's file goes; null where it is not wanted. */
async function prepare(
  instance: DuckDBInstance,
  settings: DuckdbSettings,
  files: Files,
): Promise<string | null> {
  const connection = await instance.connect()
  try {
    const catalog = await attach(connection, settings, files)
    await lock(connection, settings)
    return catalog
  } finally {
    // A connection keeps its instance alive, and so a file that it could attach before another one was refused:
    // closed whenever the garbage collector comes, it would write over what has been opened since.
    connection.closeSync()
  }
}

async function createInstance(driver: Driver, settings: DuckdbSettings): Promise<DuckDBInstance> {
  const { memoryLimit, threads, tempDirectory, sourceId } = settings
  try {
    return await driver.DuckDBInstance.create(':memory:', {
      memory_limit: memoryLimit,
      threads: String(threads),
      temp_directory: tempDirectory,
      // Nothing is fetched from anywhere.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    })
  } catch (error) {
    const message = `source ${sourceId}: DuckDB refuses its settings (${readLine(error)})`
    throw new SluiceError('warehouse_denied', message, { cause: error })
  }
}

async function attach(
  connection: DuckDBConnection,
  settings: DuckdbSettings,
  files: Files,
): Promise<string | null> {
  if (files !== 'data') {
    await connection.run(`attach ${quoteLiteral(settings.state)} as ${STATE_CATALOG}`)
    await connection.run(`create schema if not exists ${STATE_CATALOG}.${STATE_SCHEMA}`)
  }
  if (files === 'state') return null
  const before = await listCatalogs(connection)
  const name = RESERVED.some((word) => settings.path.split('/').at(-1)?.startsWith(`${word}.`) === true)
    ? ' as data'
    : ''
  await connection.run(`attach ${quoteLiteral(settings.path)}${name} (read_only)`)
  const catalog = (await listCatalogs(connection)).find((each) => !before.includes(each))
  if (catalog === undefined) throw new Error('the attached file has no name')
  return catalog
}

/** From here on only what is attached, and the folders that the source names, can be read or written. */
async function lock(connection: DuckDBConnection, { readDirectories }: DuckdbSettings): Promise<void> {
  await connection.run(`set global timezone = 'UTC'`)
  if (readDirectories.length > 0) {
    const folders = readDirectories.map((folder) => quoteLiteral(folder)).join(', ')
    await connection.run(`set allowed_directories = [${folders}]`)
  }
  await connection.run('set enable_external_access = false')
  await connection.run('set lock_configuration = true')
}

async function listCatalogs(connection: DuckDBConnection): Promise<readonly string[]> {
  const found = await connection.runAndReadAll(
    'select database_name from duckdb_databases() where not internal',
  )
  return found.getRows().map(([name]) => String(name))
}

/** The statement that lets names without a catalog be those of the user's file. */
export function useCatalog(catalog: string): string {
  return `use ${quoteIdentifier(catalog)}`
}
