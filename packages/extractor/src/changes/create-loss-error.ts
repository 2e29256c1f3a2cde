import { SluiceError } from '@sluice/shared/errors'
import type { SyncRecord } from '@sluice/shared/store'

/** The error of staged rows that are fewer than was written down of them: `staged_rows_lost`. */
export function createLossError(sync: SyncRecord, missingSeq: number): SluiceError {
  return new SluiceError(
    'staged_rows_lost',
    `the staged rows of sync ${sync.id} end before row ${missingSeq} of ${sync.lastSeq}: the warehouse has restarted after a crash; the next sync starts over`,
  )
}
