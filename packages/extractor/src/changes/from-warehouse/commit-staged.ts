import { listDeadSeqs, readMemory, type SyncRecord } from '@sluice/shared/store'
import type { MemoryManifest } from '@sluice/warehouse/port'
import { openWarehouse, type SyncDeps } from '../../sync-deps.ts'
import { createLog } from '../sync-log/create-log.ts'
import { commitLogged } from '../sync-log/go-on-without-log.ts'
import { readKeptBackPages } from './read-kept-back-pages.ts'

/** Merges what a sync has staged into what the warehouse remembers of its mapping. */
export async function commitStaged(deps: SyncDeps, sync: SyncRecord): Promise<MemoryManifest> {
  const warehouse = await openWarehouse(deps, sync)
  const request = {
    installationId: deps.installationId,
    mappingId: sync.mapping,
    syncId: sync.id,
    syncNumber: sync.number,
    generation: (await readMemory(deps.db, sync.mapping)).generation,
    isBaseline: sync.origin === 'baseline',
    dead: sync.invalid + sync.dead === 0 ? [] : await listDeadSeqs(deps.db, sync.id),
  }
  const createRequest = () => ({ ...request, keptBack: readKeptBackPages(deps.db, sync.id) })
  return commitLogged(deps, warehouse, createRequest, await createLog(deps, sync))
}
