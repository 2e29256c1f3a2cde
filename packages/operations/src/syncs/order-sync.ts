import type { SyncDocument } from '@sluice/shared/domain'
import {
  createSync,
  describeSync,
  recordAudit,
  type AuditEntry,
  type SyncRequest,
} from '@sluice/shared/store'
import type { ExtractorDeps } from '../deps.ts'

/**
 * Starts a sync, writes down who ordered it in the same transaction, and then tells an extractor; returns the sync as
 * it is queued. The sweep finds one that no extractor was told of.
 */
export async function orderSync(
  { db, extract }: ExtractorDeps,
  request: SyncRequest,
  describeOrder: (sync: SyncDocument) => Omit<AuditEntry, 'before'>,
): Promise<SyncDocument> {
  const started = await db.transaction(async (tx) => {
    const sync = describeSync(await createSync(tx, request))
    await recordAudit(tx, { ...describeOrder(sync), before: null })
    return sync
  })
  await extract.add({ sync: started.id, step: 'run' })
  return started
}
