import type { SyncDocument } from '@sluice/shared/domain'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { orderSync } from '../syncs/order-sync.ts'

/** Which mapping takes what its model gives now as sent. */
export interface BaselineMappingInput {
  readonly mapping: string
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
}

/**
 * Starts a sync that sends nothing and takes what the model gives now as sent; returns
 * it as it is queued. Fails as the start of a sync does.
 */
export function baselineMapping(
  deps: ExtractorDeps,
  { mapping, allowDeletes = false }: BaselineMappingInput,
  actor: Actor,
): Promise<SyncDocument> {
  return orderSync(deps, { mapping, origin: 'baseline', allowDeletes }, (sync) => ({
    actor,
    action: 'baselined',
    kind: 'mapping',
    id: mapping,
    after: { sync: sync.id },
  }))
}
