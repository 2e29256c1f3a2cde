import type { OpenedDeadLetter } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { SecretBox } from '@sluice/shared/secrets'
import { readDeadLetter as readOpened } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** One dead letter with what it holds and what has become of it; fails with `letter_unknown`. */
export async function readDeadLetter(
  { db, secrets }: DatabaseDeps & { readonly secrets: SecretBox },
  { id }: { readonly id: string },
): Promise<OpenedDeadLetter> {
  const letter = await readOpened(db, secrets, id)
  if (letter !== null) return letter
  throw new SluiceError('letter_unknown', `there is no dead letter ${id}`, {
    subject: { kind: 'dead-letter', id },
  })
}
