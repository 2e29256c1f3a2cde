import { cancelRunning } from '@sluice/config'
import type { SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import { describeSync, readSync } from '@sluice/shared/store'
import type { Actor, ExtractorDeps } from '../deps.ts'
import { findSync } from './read-sync.ts'

/** Which sync to end. */
export interface CancelSyncInput {
  /** Its id, or the beginning of it. */
  readonly sync: string
}

/**
 * Ends a sync before its time: what was delivered is remembered, the rest is left for the
 * next one. Fails with `sync_unknown`, and with `sync_ended` where nothing is left to cancel.
 */
export async function cancelSync(
  { db, extract }: ExtractorDeps,
  input: CancelSyncInput,
  actor: Actor,
): Promise<SyncDocument> {
  const sync = await findSync({ db }, input)
  const { id } = sync
  if (!(await db.transaction((tx) => cancelRunning(tx, sync, actor)))) {
    const now = (await readSync(db, id)) ?? sync
    throw new SluiceError(
      'sync_ended',
      now.status === 'committing'
        ? `sync ${id} of ${sync.mapping} has delivered everything and is being committed: it ends by itself`
        : `sync ${id} of ${sync.mapping} has ended already: ${now.status}`,
      { subject: { kind: 'sync', id } },
    )
  }
  await extract.add({ step: 'finalize', sync: id })
  return describeSync((await readSync(db, id)) ?? sync)
}
