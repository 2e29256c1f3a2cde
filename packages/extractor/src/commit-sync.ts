import {
  finishSync,
  isSyncSettled,
  listDeadSeqs,
  listMappingsToRequeue,
  readMemory,
  readSync,
  recordCommitting,
  recordMemory,
  type SyncRecord,
} from '@sluice/shared/store'
import { readKeptBackPages } from './read-kept-back-pages.ts'
import { openWarehouse, type SyncEdges } from './sync-edges.ts'
import type { MemoryMark } from '@sluice/warehouse/port'

/** Ends a sync whose every chunk has settled; what it staged becomes what the warehouse remembers. */
export async function commitIfSettled(edges: SyncEdges, syncId: string): Promise<void> {
  if (!(await isSyncSettled(edges.db, syncId)) || !(await recordCommitting(edges.db, syncId))) return
  const sync = await readSync(edges.db, syncId)
  if (sync === null) return
  // What a requeue delivers was folded when its letters died.
  const known = sync.trigger === 'requeue' ? null : await fold(edges, sync)
  if (!(await finish(edges, sync, known))) return
  const { mapping, trigger, extracted, skipped, invalid, delivered, dead } = sync
  edges.log.info(
    { sync: syncId, mapping, trigger, extracted, skipped, invalid, delivered, dead },
    'sync finished',
  )
  if ((await listMappingsToRequeue(edges.db)).includes(mapping))
    await edges.extract.add({ step: 'requeue', mapping })
}

async function fold(edges: SyncEdges, sync: SyncRecord): Promise<MemoryMark> {
  const warehouse = await openWarehouse(edges, sync)
  const isBaseline = sync.trigger === 'baseline'
  return warehouse.commit({
    installationId: edges.installationId,
    mappingId: sync.mapping,
    syncId: sync.id,
    generation: (await readMemory(edges.db, sync.mapping)).generation,
    isBaseline,
    dead: sync.invalid + sync.dead === 0 ? [] : await listDeadSeqs(edges.db, sync.id),
    keptBack: readKeptBackPages(edges.db, sync.id),
  })
}

/** The sync has ended, and its mapping's memory is what the warehouse has just said: both, or neither. */
function finish({ db }: SyncEdges, sync: SyncRecord, known: MemoryMark | null): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await finishSync(tx, sync.id))) return false
    const { mapping, plan } = sync
    if (known !== null) await recordMemory(tx, { mapping, source: plan.model.source, ...known })
    return true
  })
}
