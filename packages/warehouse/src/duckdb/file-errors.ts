import { isError, SluiceError } from '@sluice/shared/errors'
import type { DuckdbSettings } from './options.ts'

const LOCKED = /Could not set lock on file "(.+?)": Conflicting lock is held in (.+?\(PID \d+\))/

/** True for the error of a file that another process has open. */
export function isLocked(error: unknown): boolean {
  return isError(error) && LOCKED.test(error.message)
}

/** The first line of what DuckDB says; more of it would show the statement. */
export function readLine(error: unknown): string {
  return (isError(error) ? error.message : String(error)).split('\n')[0]?.trim() ?? ''
}

/**
 * Any error of opening the files of a source, as the one that says what to do. Nothing of a row can stand in it:
 * nothing was read.
 */
export function createOpenError(error: unknown, { sourceId, path, state }: DuckdbSettings): unknown {
  if (error instanceof SluiceError || !isError(error)) return error
  const [, file, holder] = LOCKED.exec(error.message) ?? []
  if (file !== undefined && holder !== undefined) {
    const advice =
      file === state
        ? 'it is tried again; run one extractor for this source, or wait for its sync'
        : 'DuckDB lets no other process in while one writes; it is tried again, close it there'
    return new SluiceError(
      'warehouse_busy',
      `source ${sourceId}: ${file} is open in another process (${holder}): ${advice}`,
      { cause: error },
    )
  }
  const line = readLine(error)
  for (const [pattern, code, advice] of ADVICE) {
    if (pattern.test(line))
      return new SluiceError(code, `source ${sourceId}: ${advice(path, state)} (${line})`, { cause: error })
  }
  return new SluiceError(
    'warehouse_denied',
    `source ${sourceId}: DuckDB cannot open ${path}, or its state in ${state} (${line})`,
    { cause: error },
  )
}

type Advice = (path: string, state: string) => string

const ADVICE: readonly (readonly [
  RegExp,
  'warehouse_unreachable' | 'warehouse_busy' | 'warehouse_denied',
  Advice,
])[] = [
  [
    /database does not exist/i,
    'warehouse_unreachable',
    (path) => `there is no file ${path} here: is its folder mounted?`,
  ],
  [
    /No space left|Could not write|Could not allocate/i,
    'warehouse_busy',
    (_, state) => `there is no room beside ${state}: free some`,
  ],
  [
    /No such file or directory/i,
    'warehouse_unreachable',
    (path, state) => `the folder of ${path} or ${state} is not here: is it mounted?`,
  ],
  [
    /Permission denied|Read-only file system/i,
    'warehouse_denied',
    (path, state) =>
      `this user may not read ${path}, or not write ${state}: give it the right, or say where with state`,
  ],
  [
    /not a valid DuckDB database|in-memory database in read-only mode/i,
    'warehouse_denied',
    (path, state) => `${path} or ${state} is no file of DuckDB`,
  ],
  [/encrypt/i, 'warehouse_denied', (path) => `${path} is encrypted, which Sluice cannot open`],
  [
    /version/i,
    'warehouse_denied',
    (path) =>
      `${path} was written by a newer DuckDB than Sluice has: update Sluice, or write it with storage_compatibility_version`,
  ],
]
