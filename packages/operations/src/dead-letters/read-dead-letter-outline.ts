import { SluiceError } from '@sluice/shared/errors'
import { readDeadLetterOutline as readOutline, type DeadLetterOutline } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** A number that can be the id of a letter. */
const IS_ID = /^\d{1,18}$/

/** One dead letter as whoever holds no key may see it, with what has become of it; fails with `letter_unknown`. */
export async function readDeadLetterOutline(
  { db }: DatabaseDeps,
  { id }: { readonly id: string },
): Promise<DeadLetterOutline> {
  const letter = IS_ID.test(id) ? await readOutline(db, id) : null
  if (letter !== null) return letter
  throw new SluiceError('letter_unknown', `there is no dead letter ${id}`, {
    subject: { kind: 'dead-letter', id },
  })
}
