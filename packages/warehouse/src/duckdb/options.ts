import { dirname, join, resolve } from 'node:path'
import { realpathSync } from 'node:fs'

/** What is said of a DuckDB file, beside where it is. */
export interface DuckdbOptions {
  /** Named in messages. */
  readonly sourceId: string
  /** The user's file, which is only ever read. */
  readonly path: string
  /** The file of Sluice's own that remembers what was sent; `<path>.sluice` where nothing is said. */
  readonly state?: string | undefined
  /** Most memory of one opened file, as DuckDB writes it: `512MB`. */
  readonly memoryLimit?: string | undefined
  readonly threads?: number | undefined
  /** Where a comparison goes that does not fit into memory; `<state>.tmp` where nothing is said. */
  readonly tempDirectory?: string | undefined
  /** Folders whose files models may read besides the tables of the file; none where nothing is said. */
  readonly readDirectories?: readonly string[] | undefined
  /** Longest time of one statement that runs a model's query; six hours where nothing is said. */
  readonly statementTimeoutMs?: number | undefined
  /** How long a file that another process has open is waited for, before that is told. */
  readonly lockPatienceMs?: number | undefined
}

/** The same with every value chosen, and paths that name a file in one way only. */
export interface DuckdbSettings {
  readonly sourceId: string
  readonly path: string
  readonly state: string
  readonly memoryLimit: string
  readonly threads: number
  readonly tempDirectory: string
  readonly readDirectories: readonly string[]
  readonly statementTimeoutMs: number
  readonly lockPatienceMs: number
}

export const DEFAULT_MEMORY_LIMIT = '512MB'
export const DEFAULT_THREADS = 2
/** How long a statement that runs a model's query may take. */
export const DEFAULT_STATEMENT_TIMEOUT_MS = 21_600_000
/** Longer than another process needs for a page or a commit; not as long as it needs to compare a large model. */
export const DEFAULT_LOCK_PATIENCE_MS = 5_000

/** Chooses what is not said. */
export function chooseSettings(options: DuckdbOptions): DuckdbSettings {
  const path = nameFile(options.path)
  const state = nameFile(options.state ?? `${options.path}.sluice`)
  return {
    sourceId: options.sourceId,
    path,
    state,
    memoryLimit: options.memoryLimit ?? DEFAULT_MEMORY_LIMIT,
    threads: options.threads ?? DEFAULT_THREADS,
    tempDirectory: options.tempDirectory ?? `${state}.tmp`,
    readDirectories: options.readDirectories ?? [],
    statementTimeoutMs: options.statementTimeoutMs ?? DEFAULT_STATEMENT_TIMEOUT_MS,
    lockPatienceMs: options.lockPatienceMs ?? DEFAULT_LOCK_PATIENCE_MS,
  }
}

/**
 * One name for a file, whatever links lead to it: a process must not open it twice. The file itself need not be there
 * yet.
 */
function nameFile(path: string): string {
  const absolute = resolve(path)
  try {
    return realpathSync(absolute)
  } catch {
    try {
      return join(realpathSync(dirname(absolute)), absolute.slice(dirname(absolute).length))
    } catch {
      return absolute
    }
  }
}
