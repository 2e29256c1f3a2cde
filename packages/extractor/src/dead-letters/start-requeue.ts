import { SluiceError } from '@sluice/shared/errors'
import { Deferral } from '@sluice/shared/queues'
import { createRequeue, reopenWaitingLetters } from '@sluice/shared/store'
import { REQUEUE_RETRY_MS } from '../limits.ts'
import { isFatal } from '../sync/is-fatal.ts'
import type { SyncDeps } from '../sync-deps.ts'

/**
 * Starts a sync of a mapping's requeued letters, as soon as no other sync of the
 * mapping runs: versions of one record must arrive in order. Letters of a mapping that
 * can have no sync, since it was removed or switched off, are open again.
 */
export async function startRequeue(deps: SyncDeps, mapping: string): Promise<void> {
  try {
    const sync = await createRequeue(deps.db, mapping)
    if (sync === null) return
    deps.log.info({ sync: sync.id, mapping }, 'requeue started')
    await deps.extract.add({ step: 'run', sync: sync.id })
  } catch (error) {
    if (error instanceof SluiceError && error.code === 'sync_running')
      throw new Deferral(REQUEUE_RETRY_MS, error.message)
    if (!isFatal(error)) throw error
    const letters = await reopenWaitingLetters(deps.db, mapping)
    deps.log.warn({ mapping, letters, code: error.code, reason: error.message }, 'requeue is not possible')
  }
}
