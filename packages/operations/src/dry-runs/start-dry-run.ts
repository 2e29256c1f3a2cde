import type { BodiesReader, SyncDocument } from '@sluice/shared/domain'
import { createSync, describeSync, recordAudit } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'

/** What a dry run is asked of, and which guards the sync would be let pass. */
export interface StartDryRunInput {
  readonly mapping: string
  /** Lets an unusual number of deletes pass. */
  readonly allowDeletes?: boolean
  /** Lets an unusual number of updates pass. */
  readonly allowUpdates?: boolean
  /** Goes on without columns that the mapping reads and the model does not have any more. */
  readonly allowMissingColumns?: boolean
  /** Who gets the bodies of its requests; nobody when absent. */
  readonly bodiesTo?: BodiesReader
}

/**
 * Starts a dry run of a mapping, which may be switched off, and returns it as it is queued. Fails with
 * `mapping_unknown`, or `sync_running` while a sync of the mapping runs.
 */
export async function startDryRun(
  { db, extract }: ExtractorDeps,
  input: StartDryRunInput,
  actor: Actor,
): Promise<SyncDocument> {
  const started = await db.transaction(async (tx) => {
    const sync = describeSync(await createSync(tx, { ...input, origin: 'dry_run' }))
    const { bodiesTo: _bodiesTo, ...said } = input
    const order = { actor, action: 'started', kind: 'sync', id: sync.id } as const
    await recordAudit(tx, { ...order, before: null, after: { ...said, dryRun: true } })
    return sync
  })
  await extract.add({ sync: started.id, step: 'run' })
  return started
}
