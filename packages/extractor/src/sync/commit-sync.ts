import {
  finishSync,
  isSyncSettled,
  listMappingsToRequeue,
  readSync,
  recordCommitting,
  recordMemory,
  type SyncRecord,
} from '@sluice/shared/store'
import { findChanges } from '../changes/index.ts'
import type { SyncEdges } from '../sync-edges.ts'
import type { MemoryMark } from '@sluice/warehouse/port'

/** Ends a sync whose every chunk has settled; what it staged becomes what the warehouse remembers. */
export async function commitIfSettled(edges: SyncEdges, syncId: string): Promise<void> {
  if (!(await isSyncSettled(edges.db, syncId)) || !(await recordCommitting(edges.db, syncId))) return
  const sync = await readSync(edges.db, syncId)
  if (sync === null) return
  const known = await findChanges(sync).commit(edges, sync)
  if (!(await finish(edges, sync, known))) return
  const { mapping, trigger, extracted, skipped, invalid, delivered, dead } = sync
  edges.log.info(
    { sync: syncId, mapping, trigger, extracted, skipped, invalid, delivered, dead },
    'sync finished',
  )
  if ((await listMappingsToRequeue(edges.db)).includes(mapping))
    await edges.extract.add({ step: 'requeue', mapping })
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
