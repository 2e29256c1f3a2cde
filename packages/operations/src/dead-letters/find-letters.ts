import { SluiceError } from '@sluice/shared/errors'
import {
  findSyncId,
  listLettersTaken,
  readMapping,
  refuseUnknownMapping,
  type LetterFilter,
  type LettersTaken,
  type Queryable,
} from '@sluice/shared/store'

/** The same filter with the whole id of its sync, which may have been given by its beginning. */
export async function resolveFilter<T extends LetterFilter>(db: Queryable, filter: T): Promise<T> {
  return filter.sync === undefined ? filter : { ...filter, sync: await findSyncId(db, filter.sync) }
}

/** The filter of an order, which must choose something: nobody gives an order on all letters by leaving a word out. */
export function refuseEmptyFilter(filter: LetterFilter, isAll: boolean): void {
  if (isAll || Object.values(filter).some((each) => each !== undefined)) return
  throw new SluiceError('usage_invalid', 'an order on dead letters must say which ones')
}

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
    throw new SluiceError('letter_unknown', nothing, { subject: { kind: 'dead-letter', id: first } })
  }
  // A mapping that was removed may have letters still; one that has none and is not there is a mistake in writing.
  const { mapping } = filter
  if (mapping !== undefined && (await readMapping(db, mapping)) === null)
    await refuseUnknownMapping(db, mapping, ', and no dead letter of one')
  return []
}
