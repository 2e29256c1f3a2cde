import type { SyncOrigin } from '@sluice/shared/domain'
import { readMemory, type Queryable } from '@sluice/shared/store'
import type { WantedMemory } from '@sluice/warehouse/port'

/** What a sync expects of its mapping's memory, as the control database knows it now. */
export async function readWantedMemory(
  db: Queryable,
  sync: {
    readonly mapping: string
    readonly origin: SyncOrigin
    readonly plan: { readonly epoch: number }
  },
): Promise<WantedMemory> {
  const { knownEpoch, isResetDue, generation } = await readMemory(db, sync.mapping)
  const { epoch } = sync.plan
  // A baseline carries out a reset that is due: nothing of what was sent before counts any more.
  if (sync.origin === 'baseline') return { epoch, generation, order: isResetDue ? 'reset' : 'baseline' }
  return { epoch, generation, order: epoch > knownEpoch ? 'reset' : null }
}
