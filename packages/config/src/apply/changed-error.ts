import { SluiceError } from '@sluice/shared/errors'
import { listChanges, type ConfigVersion, type Queryable, type RecordedChange } from '@sluice/shared/store'
import { listKeys, type ResourceKind } from '../items/kinds.ts'

/** Most changes that one error tells. */
const LIMIT_CHANGES = 5

/** Which item somebody meant to change, and how it stands now; null where it is gone. */
export interface ChangedItem {
  readonly kind: ResourceKind
  readonly id: string
  /** The tag that was seen; null where the item was new to whoever saw it. */
  readonly seen: string | null
  readonly now: ConfigVersion | null
}

/** Tells that an item has been changed since it was read, by whom, and what of it. */
export async function createChangedError(
  db: Queryable,
  { kind, id, seen, now }: ChangedItem,
): Promise<SluiceError> {
  const versions = (now?.version ?? Infinity) - Number.parseInt(seen ?? '0', 10)
  const limit = versions > 0 ? Math.min(versions, LIMIT_CHANGES) : LIMIT_CHANGES
  // What was removed has no version: only that it was is known.
  const changes = await listChanges(db, kind, id, now === null ? 1 : limit)
  const told = changes.map((change) => formatChange(kind, change)).join('; ')
  return new SluiceError(
    'changed_meanwhile',
    `${kind}/${id} is not as it was when it was read, and nothing was written${told === '' ? '' : `: ${told}`}: read it again, and repeat the change`,
    { facts: { changes: told } },
  )
}

function formatChange(kind: ResourceKind, { action, actor, at, before, after }: RecordedChange): string {
  const names = listKeys(kind).flatMap(([property, key]) => {
    // As a file says it: a default that is said by the one and not by the other is no change.
    const [old, next] = [before?.[property], after?.[property]].map((value) =>
      value === undefined ? undefined : key.write(value),
    )
    return JSON.stringify(old) === JSON.stringify(next) ? [] : [key.name]
  })
  const of = action === 'updated' && names.length > 0 ? ` (${names.join(', ')})` : ''
  return `${actor} ${action} it at ${at}${of}`
}
