import { listDeadSeqs, readMemory, type SyncRecord } from '@sluice/shared/store'
import type { MemoryMark } from '@sluice/warehouse/port'
import { openWarehouse, type SyncEdges } from '../../sync-edges.ts'
import { readKeptBackPages } from './read-kept-back-pages.ts'

/** Folds what a sync has staged into what the warehouse remembers of its mapping. */
export async function commitStaged(edges: SyncEdges, sync: SyncRecord): Promise<MemoryMark> {
  const warehouse = await openWarehouse(edges, sync)
  return warehouse.commit({
    installationId: edges.installationId,
    mappingId: sync.mapping,
    syncId: sync.id,
    generation: (await readMemory(edges.db, sync.mapping)).generation,
    isBaseline: sync.trigger === 'baseline',
    dead: sync.invalid + sync.dead === 0 ? [] : await listDeadSeqs(edges.db, sync.id),
    keptBack: readKeptBackPages(edges.db, sync.id),
  })
}
