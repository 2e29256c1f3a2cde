import type { SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { describeSync, readRunningSync, type SyncRequest } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { orderSync } from './order-sync.ts'

/** Which mapping to sync, and which guards to let it pass this once. */
export interface StartSyncInput extends Omit<SyncRequest, 'origin' | 'bodiesTo'> {
  /** Where one runs already, that one is the answer. */
  readonly joinsRunning?: boolean
}

/**
 * Starts a sync of a mapping, writes down who did, and returns it as it is queued; one that is joined was started by
 * somebody else. Fails with `mapping_unknown`, `mapping_disabled`, `destination_disabled`, or `sync_running` while
 * another one of the mapping runs.
 */
export async function startSync(
  deps: ExtractorDeps,
  { joinsRunning = false, ...input }: StartSyncInput,
  actor: Actor,
): Promise<SyncDocument> {
  try {
    return await orderSync(deps, { ...input, origin: 'manual' }, ({ id }) => ({
      actor,
      action: 'started',
      kind: 'sync',
      id,
      after: input,
    }))
  } catch (error) {
    if (!joinsRunning || !(error instanceof SluiceError) || error.code !== 'sync_running') throw error
    const running = await readRunningSync(deps.db, input.mapping)
    // It has ended just now.
    return running === null ? startSync(deps, input, actor) : describeSync(running)
  }
}
