import type { SyncDocument } from '@sluice/shared/domain'
import { createSync, describeSync, recordAudit } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'

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
export async function baselineMapping(
  { db, extract }: ExtractorDeps,
  { mapping, allowDeletes = false }: BaselineMappingInput,
  actor: Actor,
): Promise<SyncDocument> {
  const started = await db.transaction(async (tx) => {
    const sync = describeSync(await createSync(tx, { mapping, origin: 'baseline', allowDeletes }))
    const order = { actor, action: 'baselined', kind: 'mapping', id: mapping } as const
    await recordAudit(tx, { ...order, before: null, after: { sync: sync.id } })
    return sync
  })
  await extract.add({ sync: started.id, step: 'run' })
  return started
}
