import {
  finishSync,
  isSyncSettled,
  listDeadSeqs,
  listMappingsToRequeue,
  readSync,
  recordCommitting,
  type SyncRecord,
} from '@sluice/shared/store'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'

/** Ends a sync whose every chunk has settled; what it staged becomes what the warehouse remembers. */
export async function commitIfSettled(edges: SyncEdges, syncId: string): Promise<void> {
  if (!(await isSyncSettled(edges.db, syncId)) || !(await recordCommitting(edges.db, syncId))) return
  const sync = await readSync(edges.db, syncId)
  if (sync === null) return
  // What a requeue delivers was folded when its letters died.
  if (sync.trigger !== 'requeue') await fold(edges, sync)
  if (!(await finishSync(edges.db, syncId))) return
  const { mapping, trigger, extracted, skipped, invalid, delivered, dead } = sync
  edges.log.info(
    { sync: syncId, mapping, trigger, extracted, skipped, invalid, delivered, dead },
    'sync finished',
  )
  if ((await listMappingsToRequeue(edges.db)).includes(mapping))
    await edges.extract.add({ step: 'requeue', mapping })
}

async function fold(edges: SyncEdges, sync: SyncRecord): Promise<void> {
  const warehouse = await openWarehouse(edges, sync)
  await warehouse.commit({
    installationId: edges.installationId,
    mappingId: sync.mapping,
    syncId: sync.id,
    dead: sync.invalid + sync.dead === 0 ? [] : await listDeadSeqs(edges.db, sync.id),
  })
}
