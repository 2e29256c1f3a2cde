import type { SyncOrigin } from '@sluice/shared/domain'
import type { Changes } from './changes.ts'
import { fromDeadLetters } from './from-dead-letters/from-dead-letters.ts'
import { fromWarehouse } from './from-warehouse/from-warehouse.ts'

/** Where the changes of a sync come from. What started it is asked here and nowhere else. */
export function findChanges({ origin }: { readonly origin: SyncOrigin }): Changes {
  return origin === 'requeue' ? fromDeadLetters : fromWarehouse
}
