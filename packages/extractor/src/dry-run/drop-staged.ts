import { SluiceError } from '@sluice/shared/errors'
import { recordDropped, type SyncRecord } from '@sluice/shared/store'
import { openWarehouse, type SyncDeps } from '../sync-deps.ts'

/** Drops what a dry run that has ended has staged. What cannot be dropped now is dropped by a later sweep. */
export async function dropStaged(deps: SyncDeps, sync: SyncRecord): Promise<void> {
  try {
    await (await openWarehouse(deps, sync)).discard(sync.id)
  } catch (error) {
    // Of a source that was removed nothing can be dropped, now or later.
    if (!(error instanceof SluiceError && error.code === 'source_unknown')) {
      deps.log.warn(
        { sync: sync.id, mapping: sync.mapping, error },
        'what a dry run staged could not be dropped yet',
      )
      return
    }
  }
  await recordDropped(deps.db, sync.id)
}
