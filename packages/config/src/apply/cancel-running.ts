import type { SyncDocument } from '@sluice/shared/domain'
import { cancelSync, recordAudit, type Queryable } from '@sluice/shared/store'

/** Cancels a sync and writes down who did; false when it had ended, or is being committed and ends by itself. */
export async function cancelRunning(
  tx: Queryable,
  { id, mapping, status }: Pick<SyncDocument, 'id' | 'mapping' | 'status'>,
  actor: string,
): Promise<boolean> {
  if (!(await cancelSync(tx, id))) return false
  await recordAudit(tx, {
    actor,
    action: 'canceled',
    kind: 'sync',
    id,
    before: { mapping, status },
    after: { mapping, status: 'canceled' },
  })
  return true
}
