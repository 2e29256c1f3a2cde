import type { DeadLetterDocument, DeadLetterStatus } from '@sluice/shared/domain'
import type { SecretBox } from '@sluice/shared/secrets'
import {
  listDeadLetters as listDocuments,
  listLetterCauses,
  type LetterCause,
  type LetterFilter,
} from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'
import { resolveFilter } from './find-letters.ts'

/** What lets record ids be shown; null for whoever has no key. */
export interface LetterDeps extends DatabaseDeps {
  readonly secrets: SecretBox | null
}

/** Which letters. */
export interface ListDeadLettersInput extends LetterFilter {
  readonly status?: DeadLetterStatus
}

/** Dead letters, newest first, `limit` at most; without a key their record ids are null. */
export async function listDeadLetters(
  { db, secrets }: LetterDeps,
  { limit, ...asked }: ListDeadLettersInput & { readonly limit: number },
): Promise<readonly DeadLetterDocument[]> {
  return listDocuments(db, secrets, { ...(await resolveFilter(db, asked)), limit })
}

/** Why letters lie there: a count for each mapping, stage and code, the largest first. */
export async function listDeadLetterCauses(
  { db }: DatabaseDeps,
  asked: ListDeadLettersInput,
): Promise<readonly LetterCause[]> {
  return listLetterCauses(db, await resolveFilter(db, asked))
}
