import { CommanderError } from 'commander'
import { SluiceError, type ErrorCode } from '@sluice/shared/errors'
import type { SyncStatus } from '@sluice/shared/domain'

/** What the exit code of every command means. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** Wrong use, or invalid config. */
  invalid: 2,
  /** Done, and some of it lies in dead letters. */
  partial: 3,
  canceled: 4,
  /** Ctrl-C while waiting; the sync goes on. The number is the shell's own for SIGINT. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Errors after which the command, the file or the environment has to be written differently; the others may pass. */
const INVALID: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'environment_invalid',
  'file_invalid',
  'usage_invalid',
  'secret_key_wrong',
  'schema_unknown',
  'database_denied',
  'warehouse_denied',
  'warehouse_state_foreign',
  'query_invalid',
  'identifier_missing',
  'column_duplicate',
  'source_unknown',
  'driver_missing',
  'model_unknown',
  'mapping_unknown',
  'mapping_invalid',
  'mapping_disabled',
  'destination_unknown',
  'channel_unknown',
  'rule_unknown',
  'destination_disabled',
  'write_key_unknown',
  'config_exists',
  'config_in_use',
  'config_managed',
  'sync_unknown',
  'sync_ended',
  'letter_unknown',
  'token_unknown',
  'token_exists',
])

/** The exit code of a command that ended with an error. */
export function chooseExitCode(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.invalid
  return error instanceof SluiceError && INVALID.has(error.code) ? EXIT.invalid : EXIT.failed
}

/** The exit code of a command that waited for a sync. */
export function chooseSyncExitCode(status: SyncStatus): ExitCode {
  switch (status) {
    case 'succeeded':
      return EXIT.done
    case 'partial':
      return EXIT.partial
    case 'canceled':
      return EXIT.canceled
    case 'failed':
    case 'queued':
    case 'staging':
    case 'delivering':
    case 'committing':
      return EXIT.failed
    default:
      return status satisfies never
  }
}
