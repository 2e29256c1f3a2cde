import { SluiceError } from '@sluice/shared/errors'
import type { Place } from './place.ts'
import { STATE_SCHEMA } from './state-names.ts'
import { SYNC_LOG, SYNC_RUNS } from './sync-log-names.ts'

/** `sync_log_unusable`: the sync log is there, or should be, and cannot be written; `reason` is without values. */
export function createSyncLogError(
  { sourceId, address }: Place,
  reason: string,
  cause: unknown,
): SluiceError {
  const tables = `${STATE_SCHEMA}.${SYNC_LOG} and ${STATE_SCHEMA}.${SYNC_RUNS}`
  return new SluiceError(
    'sync_log_unusable',
    `source ${sourceId}: the sync log in warehouse ${address} cannot be written (${reason}): ` +
      `give the user of the connection his rights to ${tables} back, or undo what was changed of them, or drop both ` +
      `with cascade, and the next sync makes them anew; or take sync_log from the source`,
    { cause },
  )
}
