import { isAbsolute } from 'node:path'
import { formatDurationMs, parseDurationMs } from '@sluice/shared/domain'
import { z } from 'zod'
import { duration, text, type SourceKey } from '../keys/index.ts'
import { loadDriver } from '../load-driver.ts'
import type { WarehouseType } from '../warehouse-type.ts'

// A path may still name a variable while it is only looked at.
const absolutePath = text.refine((value) => isAbsolute(value) || value.startsWith('${'), {
  error:
    'must be an absolute path, such as /data/shop.duckdb: every process that opens it has another folder of its own',
})

const size = text.regex(/^\d+(\.\d+)? ?[KMGT]i?B$/, { error: 'must be a size such as 512MB or 2GB' })

/** More than any machine has use for. */
const THREADS_LIMIT = 64

const KEYS: readonly SourceKey[] = [
  {
    name: 'path',
    schema: absolutePath.describe('The DuckDB file; it is only ever read.'),
  },
  {
    name: 'state',
    schema: absolutePath
      .optional()
      .describe('The file in which Sluice remembers what was sent; <path>.sluice, if nothing is said.'),
  },
  {
    name: 'memory_limit',
    schema: size
      .optional()
      .describe('Most memory of DuckDB while it works, such as 2GB; 512MB, if nothing is said.'),
  },
  {
    name: 'threads',
    schema: z
      .int({ error: `must be a whole number from 1 to ${THREADS_LIMIT}` })
      .min(1, { error: `must be from 1 to ${THREADS_LIMIT}` })
      .max(THREADS_LIMIT, { error: `must be from 1 to ${THREADS_LIMIT}` })
      .optional()
      .describe('Threads of DuckDB while it works; 2, if nothing is said.'),
  },
  {
    name: 'temp_directory',
    schema: absolutePath
      .optional()
      .describe('The folder for what does not fit into memory; <state>.tmp, if nothing is said.'),
  },
  {
    name: 'read_directories',
    schema: z
      .array(absolutePath, { error: 'must be a list of folders' })
      .optional()
      .describe('Folders whose files, such as Parquet, models may read; none, if nothing is said.'),
  },
  {
    name: 'statement_timeout',
    schema: duration({ least: '1s', most: '14d', examples: '30m or 6h' })
      .optional()
      .describe(
        "How long a statement that runs a model's query may take, such as 30m; 6h, if nothing is said.",
      ),
    normalise: (said) => (typeof said === 'string' ? formatDurationMs(parseDurationMs(said) ?? 0) : said),
  },
]

/** What the keys let pass. */
interface DuckdbSourceSettings {
  readonly path: string
  readonly state?: string
  readonly memory_limit?: string
  readonly threads?: number
  readonly temp_directory?: string
  readonly read_directories?: readonly string[]
  readonly statement_timeout?: string
}

const DRIVER = '@duckdb/node-api'

/** A file of DuckDB. */
export const DUCKDB: WarehouseType = {
  type: 'duckdb',
  keys: KEYS,
  addressKey: 'path',
  traits: {
    losesStagedRows: {
      holds: false,
      reason: 'staged tables are written to the file of Sluice like all others',
    },
  },
  async open({ id, settings }) {
    const [driver, { openDuckdbWarehouse }] = await Promise.all([
      loadDriver(id, DRIVER, () => import('@duckdb/node-api')),
      import('./open-duckdb-warehouse.ts'),
    ])
    // Let pass by the keys above when it was applied.
    const said = settings as unknown as DuckdbSourceSettings
    return openDuckdbWarehouse(driver, {
      sourceId: id,
      path: said.path,
      state: said.state,
      memoryLimit: said.memory_limit,
      threads: said.threads,
      tempDirectory: said.temp_directory,
      readDirectories: said.read_directories,
      statementTimeoutMs:
        said.statement_timeout === undefined
          ? undefined
          : (parseDurationMs(said.statement_timeout) ?? undefined),
    })
  },
}
