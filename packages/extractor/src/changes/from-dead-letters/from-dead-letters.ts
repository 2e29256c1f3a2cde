import { recordFinalized, reopenTakenLetters } from '@sluice/shared/store'
import type { Changes } from '../changes.ts'
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
  commit: async () => null,
  // Those that it has taken are to be opened again.
  discard: async () => false,
  // What it has delivered counts wherever the model is now, and what it still posts must not be overtaken.
  mustFinalizeBefore: () => true,
  async finalize({ db }, { id }) {
    await reopenTakenLetters(db, id)
    await recordFinalized(db, id)
  },
}
