import { SluiceError } from '@sluice/shared/errors'
import type { Place } from './place.ts'

/** `staged_rows_lost`: staged rows are no longer there. */
export function lostRowsError(syncId: string, { sourceId, address }: Place, fact: string): SluiceError {
  return new SluiceError(
    'staged_rows_lost',
    `source ${sourceId}: what sync ${syncId} had staged in warehouse ${address} is lost (${fact}); the next sync finds the same difference again`,
  )
}
