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
import type { SyncDeps } from '../sync-deps.ts'
import { traceEndedSync } from './trace-ended-sync.ts'
import type { MemoryManifest } from '@sluice/warehouse/port'

/** Ends a sync whose every chunk has settled; what it staged becomes what the warehouse remembers. */
export async function commitIfSettled(deps: SyncDeps, syncId: string): Promise<void> {
  if (!(await isSyncSettled(deps.db, syncId)) || !(await recordCommitting(deps.db, syncId))) return
  const sync = await readSync(deps.db, syncId)
  if (sync === null) return
  const known = await findChanges(sync).commit(deps, sync)
  if (!(await finish(deps, sync, known))) return
  const { mapping, origin, extracted, skipped, invalid, delivered, dead } = sync
  deps.log.info(
    { sync: syncId, mapping, origin, extracted, skipped, invalid, delivered, dead },
    'sync finished',
  )
  await traceEndedSync(deps, syncId)
  if ((await listMappingsToRequeue(deps.db)).includes(mapping))
    await deps.extract.add({ step: 'requeue', mapping })
}

/** The sync has ended, and its mapping's memory is what the warehouse has just said: both, or neither. */
function finish({ db }: SyncDeps, sync: SyncRecord, known: MemoryManifest | null): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await finishSync(tx, sync.id))) return false
    const { mapping, plan } = sync
    if (known !== null) await recordMemory(tx, { mapping, source: plan.model.source, ...known })
    return true
  })
}
