import { DEAD_LETTER_QUEUE, type DeadLetterPayload, type TypedQueue } from '@sluice/shared/queues'
import { listLetterGroups, readLetterSample, type Database } from '@sluice/shared/store'
import type { SecretBox } from '@sluice/shared/secrets'
import { createSample } from './create-sample.ts'

export interface GroupDeps {
  readonly db: Database
  readonly secrets: SecretBox
  readonly deadLetter: TypedQueue<DeadLetterPayload>
}

/** How many letters a group names. */
const NAMED_LETTERS = 20

// Where a group stands until it is requeued; one that is completed was, and is kept for whoever looks.
const STANDING = ['failed', 'waiting', 'active', 'delayed', 'prioritized'] as const

/**
 * Makes the jobs of the dead-letter queue one for each group of open letters: adds what
 * is missing, also after a loss of Redis, and takes away what has been requeued, delivered
 * or discarded elsewhere. One extractor does so at a time; false when another is at it.
 */
export function reconcileGroups({ db, secrets, deadLetter }: GroupDeps): Promise<boolean> {
  return db.exclusively('groups', async () => {
    const groups = new Map(
      (await listLetterGroups(db)).map((group) => [DEAD_LETTER_QUEUE.jobId(group), group]),
    )
    const standing = new Set(await deadLetter.raw.getRanges([...STANDING], 0, -1))
    for (const id of standing) {
      // One that is being requeued just now cannot be removed, and need not be.
      if (!groups.has(id)) await deadLetter.raw.remove(id)
    }
    for (const [id, group] of groups) {
      if (standing.has(id)) continue
      const sample = await readLetterSample(db, secrets, group, NAMED_LETTERS)
      if (sample === null) continue
      const { letters, reason, payload } = sample
      const fields = payload === null ? {} : createSample(group.stage, payload)
      await deadLetter.putBack({ ...group, reason, letters, sample: fields })
    }
  })
}
