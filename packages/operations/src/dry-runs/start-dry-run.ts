import type { SyncDocument } from '@sluice/shared/domain'
import type { SyncRequest } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { orderSync } from '../syncs/order-sync.ts'

/** What a dry run is asked of, which guards the sync would be let pass, and who gets the bodies of its requests. */
export type StartDryRunInput = Omit<SyncRequest, 'origin'>

/**
 * Starts a dry run of a mapping, which may be switched off, and returns it as it is queued. Fails with
 * `mapping_unknown`, or `sync_running` while a sync of the mapping runs.
 */
export function startDryRun(
  deps: ExtractorDeps,
  input: StartDryRunInput,
  actor: Actor,
): Promise<SyncDocument> {
  const { bodiesTo: _bodiesTo, ...said } = input
  return orderSync(deps, { ...input, origin: 'dry_run' }, ({ id }) => ({
    actor,
    action: 'started',
    kind: 'sync',
    id,
    after: { ...said, dryRun: true },
  }))
}
