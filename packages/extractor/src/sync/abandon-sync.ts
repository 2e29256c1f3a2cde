import { SluiceError } from '@sluice/shared/errors'
import type { ExtractPayload } from '@sluice/shared/queues'
import { failSync, readLastChunk, readSync } from '@sluice/shared/store'
import { findChanges } from '../changes/index.ts'
import type { SyncEdges } from '../sync-edges.ts'

/**
 * Ends a sync that cannot go on. What it staged stays until what of it was delivered is
 * remembered; if nothing can have been, it is dropped at once.
 */
export async function abandonSync(edges: SyncEdges, syncId: string, reason: SluiceError): Promise<void> {
  const sync = await readSync(edges.db, syncId)
  if (sync === null || !(await failSync(edges.db, syncId, reason.code, reason.message))) return
  edges.log.warn(
    { sync: syncId, mapping: sync.mapping, code: reason.code, reason: reason.message },
    'sync failed',
  )
  const isTidy =
    (await readLastChunk(edges.db, syncId)) === null && (await findChanges(sync).discard(edges, sync))
  if (!isTidy) await edges.extract.add({ step: 'fold', sync: syncId })
}

/** Ends a sync at which extractors die, one after another; the sweep would only hand it to the next. */
export async function giveUpPoison(edges: SyncEdges, payload: ExtractPayload): Promise<void> {
  if (payload.step === 'requeue') return
  const reason = 'the extractors that were at it died or hung each time: look at their logs and their memory'
  await abandonSync(edges, payload.sync, new SluiceError('unexpected', reason))
}
