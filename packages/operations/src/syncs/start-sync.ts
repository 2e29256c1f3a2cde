import type { SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { createSync, describeSync, readRunningSync, recordAudit } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'

/** Which mapping to sync, and which guards to let it pass this once. */
export interface StartSyncInput {
  readonly mapping: string
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
  /** Lets an unusual number of updates pass. */
  readonly allowUpdates?: boolean
  /** Goes on without columns that the mapping reads and the model does not have any more. */
  readonly allowMissingColumns?: boolean
  /** Where one runs already, that one is the answer. */
  readonly joinsRunning?: boolean
}

/**
 * Starts a sync of a mapping, writes down who did, and returns it as it is queued; one that is joined was started by
 * somebody else. Fails with `mapping_unknown`,
 * `mapping_disabled`, `destination_disabled`, or `sync_running` while another one of the mapping runs.
 */
export async function startSync(
  { db, extract }: ExtractorDeps,
  { joinsRunning = false, ...input }: StartSyncInput,
  actor: Actor,
): Promise<SyncDocument> {
  try {
    const started = await db.transaction(async (tx) => {
      const sync = describeSync(await createSync(tx, { ...input, origin: 'manual' }))
      const order = { actor, action: 'started', kind: 'sync', id: sync.id } as const
      await recordAudit(tx, { ...order, before: null, after: input })
      return sync
    })
    await extract.add({ sync: started.id, step: 'run' })
    return started
  } catch (error) {
    if (!joinsRunning || !(error instanceof SluiceError) || error.code !== 'sync_running') throw error
    const running = await readRunningSync(db, input.mapping)
    // It has ended just now.
    return running === null ? startSync({ db, extract }, input, actor) : describeSync(running)
  }
}
