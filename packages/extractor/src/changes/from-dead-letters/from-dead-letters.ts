import { readSync, recordFinalized, reopenTakenLetters } from '@sluice/shared/store'
import type { Changes } from '../changes.ts'
import { orWithoutLog } from '../sync-log/go-on-without-log.ts'
import { logLetters } from '../sync-log/log-letters.ts'
import { readLetterPages } from './read-letter-pages.ts'
import { stageLetters } from './stage-letters.ts'

/**
 * Dead letters that a requeue has taken. What it delivers was remembered when they
 * died, so it leaves the warehouse as it is.
 */
export const fromDeadLetters: Changes = {
  stage: stageLetters,
  readPages: readLetterPages,
  // The letters tell who they are.
  sealManifest: () => null,
  async commit(deps, sync) {
    await orWithoutLog(deps, sync, () => logLetters(deps, sync))
    return null
  },
  // Those that it has taken are to be opened again.
  discard: async () => false,
  // What it has delivered counts wherever the model is now, and what it still posts must not be overtaken.
  mustFinalizeBefore: () => true,
  async finalize(deps, { id }) {
    const { db } = deps
    const sync = await readSync(db, id)
    // What is not in the log must not keep the next sync waiting, wherever its model has moved.
    if (sync !== null)
      await logLetters(deps, sync).catch((error: unknown) =>
        deps.log.warn({ sync: id, error }, 'the sync log was not written'),
      )
    await reopenTakenLetters(db, id)
    await recordFinalized(db, id)
  },
}
