import type { WrittenItem } from '@sluice/config'

/** A key that somebody else has changed since it was seen, and that is now another than was typed. */
export interface Collision {
  /** With a dot before a field of a mapping: `fields.user_id`. */
  readonly key: string
  /** What is saved; undefined for nothing. */
  readonly theirs?: unknown
  /** What was typed. */
  readonly mine?: unknown
}

/** What was typed, with what only others have changed put into it, and the keys that are to be looked at. */
export interface Meeting {
  readonly item: WrittenItem
  readonly collisions: readonly Collision[]
}

/**
 * Brings what was typed together with what somebody else has saved since. Of what only one of both has changed, the
 * change holds; where both have, what was typed holds until somebody says otherwise. Secrets are nobody's to see.
 */
export function meetChange(
  seen: WrittenItem | null,
  theirs: WrittenItem,
  mine: WrittenItem,
  isHidden: (key: string) => boolean = () => false,
): Meeting {
  const [before, now, typed] = [seen ?? {}, theirs, mine].map(flatten)
  const keys = [...new Set([...(now?.keys() ?? []), ...(typed?.keys() ?? [])])].filter(
    (key) => !isHidden(key),
  )
  let item = mine
  const collisions = keys.flatMap((key): readonly Collision[] => {
    const [old, there, here] = [before?.get(key), now?.get(key), typed?.get(key)]
    if (isSame(there, here)) return []
    if (seen !== null && isSame(old, there)) return []
    if (seen !== null && isSame(old, here)) item = putKey(item, key, there)
    return [{ key, theirs: there, mine: here }]
  })
  return { item, collisions }
}

/** An item with another value of a key; undefined takes it out. */
export function putKey(item: WrittenItem, key: string, value: unknown): WrittenItem {
  const [first = '', ...rest] = key.split('.')
  const inner = rest.length === 0 ? value : putKey((item[first] ?? {}) as WrittenItem, rest.join('.'), value)
  const { [first]: _, ...others } = item
  // Where it stands among the others is part of what fields mean.
  if (inner === undefined) return others
  return first in item ? { ...item, [first]: inner } : { ...others, [first]: inner }
}

/** Whose value of a key an item has; null where somebody has typed a third. */
export function findTaken(item: WrittenItem, { key, theirs, mine }: Collision): 'theirs' | 'mine' | null {
  const value = flatten(item).get(key)
  if (isSame(value, mine)) return 'mine'
  return isSame(value, theirs) ? 'theirs' : null
}

/** The keys of an item, the fields of a mapping each for itself. */
function flatten(item: WrittenItem): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(item).flatMap(([key, value]): readonly (readonly [string, unknown])[] =>
      key === 'fields' && typeof value === 'object' && value !== null
        ? Object.entries(value).map(([name, field]) => [`fields.${name}`, field])
        : [[key, value]],
    ),
  )
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
