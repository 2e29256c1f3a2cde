import { SluiceError } from '@sluice/shared/errors'
import {
  listLettersTaken,
  listMappings,
  type LetterFilter,
  type LettersTaken,
  type Queryable,
} from '@sluice/shared/store'
import { formatSuggestion } from '@sluice/shared/domain'

/**
 * What became of the letters that an order was meant for when none of them was open. Throws
 * where nothing can have been meant: there are no such letters, and never was such a mapping.
 */
export async function explainMissed(
  db: Queryable,
  filter: Omit<LetterFilter, 'status'>,
): Promise<readonly LettersTaken[]> {
  const taken = await listLettersTaken(db, filter)
  if (taken.length > 0) return taken
  if (filter.ids !== undefined) {
    const [first = '', ...others] = filter.ids
    const nothing =
      others.length === 0 ? `there is no dead letter ${first}` : 'there are no dead letters with these ids'
    throw new SluiceError('usage_invalid', `${nothing}: \`sluice dead-letters ls\` lists them`)
  }
  if (filter.mapping !== undefined) await refuseUnknownMapping(db, filter.mapping)
  return []
}

/** A mapping that was removed may have letters still; one that has none and is not there is a mistake in writing. */
async function refuseUnknownMapping(db: Queryable, mapping: string): Promise<void> {
  const known = (await listMappings(db)).map(({ id }) => id)
  if (known.includes(mapping)) return
  throw new SluiceError(
    'mapping_unknown',
    `there is no mapping ${mapping}${formatSuggestion(mapping, known)}, and no dead letter of one: \`sluice status\` lists them`,
  )
}
