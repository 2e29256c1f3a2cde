import { SluiceError } from '@sluice/shared/errors'
import type { ExtractPayload } from '@sluice/shared/queues'
import { failSync, readLastChunk, readSync } from '@sluice/shared/store'
import { findChanges } from '../changes/index.ts'
import type { SyncDeps } from '../sync-deps.ts'
import { traceEndedSync } from './trace-ended-sync.ts'

/**
 * Ends a sync that cannot go on. What it staged stays until what of it was delivered is
 * remembered; if nothing can have been, it is dropped at once.
 */
export async function abandonSync(deps: SyncDeps, syncId: string, reason: SluiceError): Promise<void> {
  const sync = await readSync(deps.db, syncId)
  if (sync === null || !(await failSync(deps.db, syncId, reason.code, reason.message))) return
  deps.log.warn(
    { sync: syncId, mapping: sync.mapping, code: reason.code, reason: reason.message },
    'sync failed',
  )
  await traceEndedSync(deps, syncId)
  const isTidy =
    (await readLastChunk(deps.db, syncId)) === null && (await findChanges(sync).discard(deps, sync))
  if (!isTidy) await deps.extract.add({ step: 'finalize', sync: syncId })
}

/** Ends a sync at which extractors die, one after another; the sweep would only hand it to the next. */
export async function giveUpPoison(deps: SyncDeps, payload: ExtractPayload): Promise<void> {
  if (payload.step === 'requeue') return
  const reason = 'the extractors that were at it died or hung each time: look at their logs and their memory'
  await abandonSync(deps, payload.sync, new SluiceError('unexpected', reason))
}
