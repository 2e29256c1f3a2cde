import { finishSync, isSyncSettled, readSync, recordCommitting } from '@sluice/shared/store'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'

/** Folds a sync whose every chunk has settled into what the warehouse remembers, and ends it. */
export async function commitIfSettled(edges: SyncEdges, syncId: string): Promise<void> {
  if (!(await isSyncSettled(edges.db, syncId)) || !(await recordCommitting(edges.db, syncId))) return
  const sync = await readSync(edges.db, syncId)
  if (sync === null) return
  const warehouse = await openWarehouse(edges, sync)
  await warehouse.commit({ installationId: edges.installationId, mappingId: sync.mapping, syncId })
  if (await finishSync(edges.db, syncId)) {
    const { mapping, extracted, skipped, invalid, delivered, dead } = sync
    edges.log.info({ sync: syncId, mapping, extracted, skipped, invalid, delivered, dead }, 'sync finished')
  }
}
