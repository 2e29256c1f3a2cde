import { lockConfig, resetMapping as beginEpoch } from '@sluice/config'
import { readRunningSync, refuseUnknownMapping } from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** Which mapping forgets what it has sent. */
export interface ResetMappingInput {
  readonly mapping: string
}

/** A mapping that was reset. */
export interface ResetDocument {
  readonly mapping: string
  /** The epoch of its next sync, an instant in seconds. */
  readonly epoch: number
}

/**
 * Has the next sync of a mapping find every row added, under new messageIds. `running`
 * is the id of a sync that goes on as it began, or null. Fails with `mapping_unknown`.
 */
export function resetMapping(
  { db }: DatabaseDeps,
  { mapping }: ResetMappingInput,
  actor: Actor,
): Promise<{ readonly document: ResetDocument; readonly running: string | null }> {
  return db.transaction(async (tx) => {
    await lockConfig(tx)
    const epoch = (await beginEpoch(tx, mapping, actor)) ?? (await refuseUnknownMapping(tx, mapping))
    return { document: { mapping, epoch }, running: (await readRunningSync(tx, mapping))?.id ?? null }
  })
}
