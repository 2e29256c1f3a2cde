import type { SyncDocument } from '@sluice/shared/domain'
import { createSync, describeSync } from '@sluice/shared/store'
import type { ExtractorDeps } from '../deps.ts'

/** Which mapping to sync, and which guards to let it pass this once. */
export interface StartSyncInput {
  readonly mapping: string
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
  /** Goes on without columns that the mapping reads and the model does not have any more. */
  readonly allowMissingColumns?: boolean
}

/**
 * Starts a sync of a mapping, and returns it as it is queued. Fails with `mapping_unknown`,
 * `mapping_disabled`, `destination_disabled`, or `sync_running` while another one of the mapping runs.
 */
export async function startSync(
  { db, extract }: ExtractorDeps,
  input: StartSyncInput,
): Promise<SyncDocument> {
  const started = describeSync(await createSync(db, { ...input, origin: 'manual' }))
  await extract.add({ sync: started.id, step: 'run' })
  return started
}
