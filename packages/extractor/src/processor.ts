import { Deferral, type ExtractPayload, type JobExecution } from '@sluice/shared/queues'
import { readErrorKind, SluiceError } from '@sluice/shared/errors'
import { failSync, readLastChunk, readSync, recordSyncTrouble } from '@sluice/shared/store'
import { STAGING_ATTEMPTS_LIMIT } from './limits.ts'
import { commitIfSettled } from './commit-sync.ts'
import { isFatal, runSync } from './run-sync.ts'
import type { SyncEdges } from './sync-edges.ts'

/**
 * The story of one extract job: take the sync forward; when it cannot go on, fail it with the reason and drop what it staged;
 * when it only cannot go on now, say so on the sync and let the queue wait.
 */
export function createExtractProcessor(
  edges: SyncEdges,
): (execution: JobExecution<ExtractPayload>) => Promise<void> {
  return async ({ payload, earlierStarts, isLastAttempt, signal }) => {
    try {
      await (payload.step === 'run'
        ? runSync(edges, payload.sync, signal)
        : commitIfSettled(edges, payload.sync))
      await recordSyncTrouble(edges.db, payload.sync, null)
    } catch (error) {
      if (signal.aborted || error instanceof Deferral) throw error
      const reason = await findFailure(edges, payload.sync, error, { earlierStarts, isLastAttempt })
      if (reason === null) throw error
      await abandonSync(edges, payload.sync, reason)
    }
  }
}

/** The error that ends the sync, or null when it is to be tried again. */
async function findFailure(
  edges: SyncEdges,
  syncId: string,
  error: unknown,
  job: { readonly earlierStarts: number; readonly isLastAttempt: boolean },
): Promise<SluiceError | null> {
  if (isFatal(error)) return error
  if (readErrorKind(error) === 'bug') {
    if (!job.isLastAttempt) return null
    edges.log.error({ sync: syncId, error }, 'sync cannot go on')
    return new SluiceError('unexpected', 'unexpected error while extracting: see the log of the extractor', {
      cause: error,
    })
  }
  if (!(error instanceof SluiceError) || error.code !== 'warehouse_unreachable') return null
  // Before anything was staged a failed sync loses nothing and tells somebody; later it is worth waiting for the warehouse.
  const sync = await readSync(edges.db, syncId)
  if (sync?.status === 'staging' && job.earlierStarts + 1 >= STAGING_ATTEMPTS_LIMIT) return error
  await recordSyncTrouble(edges.db, syncId, error.message)
  return null
}

/**
 * Ends a sync that cannot go on. What it staged stays until the mapping's next sync has remembered what of it was delivered; if
 * nothing can have been, it is dropped at once.
 */
export async function abandonSync(edges: SyncEdges, syncId: string, reason: SluiceError): Promise<void> {
  const sync = await readSync(edges.db, syncId)
  if (sync === null || !(await failSync(edges.db, syncId, reason.code, reason.message))) return
  edges.log.warn(
    { sync: syncId, mapping: sync.mapping, code: reason.code, reason: reason.message },
    'sync failed',
  )
  if ((await readLastChunk(edges.db, syncId)) !== null) return
  try {
    await (await edges.warehouses.open(sync.plan.model.source)).discard(syncId)
  } catch {
    // The mapping's next sync drops it.
  }
}
