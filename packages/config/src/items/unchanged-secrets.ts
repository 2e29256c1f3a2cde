import { isRecord, readAt } from './json-value.ts'
import { listKeys, type Resource, type ResourceKind } from './kinds.ts'
import type { Path, Report } from './mistake.ts'
import { writeItem, writeItemWith, type WrittenItem } from './write-item.ts'

/**
 * What stands in an item for a secret that nobody may read: it is there. Said on the
 * way in, it means that it stays as it is.
 */
export const UNCHANGED = { set: true } as const

/** An item as whoever may not read secrets sees it; saying all of it again changes nothing. */
export function writeItemWithoutSecrets(resource: Resource): WrittenItem {
  return writeItemWith(resource, { hide: () => UNCHANGED })
}

/** An item with what stands for its unchanged secrets, and which texts of it those are. */
export interface FilledItem {
  readonly item: unknown
  /** Whoever holds no key has something else in the place of such a text, which no rule can be asked about. */
  readonly isUnchanged: (path: Path) => boolean
}

/** An item with the secrets that it says are unchanged; one that is not there to stay is reported. */
export function fillUnchangedSecrets(
  kind: ResourceKind,
  item: unknown,
  current: Resource | null,
  report: Report,
): FilledItem {
  const known = current === null ? {} : writeItem(current)
  const unchanged = new Set<string>()
  const isUnchanged = (path: Path): boolean => unchanged.has(JSON.stringify(path))
  if (!isRecord(item)) return { item, isUnchanged }
  const keep = (path: Path): unknown => {
    const value = readAt(known, path)
    if (value === undefined) report(path, 'is said to be unchanged and has not been set: give its value')
    else unchanged.add(JSON.stringify(path))
    return value
  }
  const filled = listKeys(kind, item).flatMap(([, key]) =>
    key.isHidden && key.name in item ? [[key.name, fill(item[key.name], [key.name], keep)]] : [],
  )
  return { item: { ...item, ...Object.fromEntries(filled) }, isUnchanged }
}

function fill(said: unknown, path: Path, keep: (path: Path) => unknown): unknown {
  if (!isRecord(said)) return said
  if (isSaidUnchanged(said)) return keep(path)
  const members = Object.entries(said).map(([key, member]) => [key, fill(member, [...path, key], keep)])
  return Object.fromEntries(members)
}

function isSaidUnchanged(said: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(said).length === 1 && said.set === UNCHANGED.set
}
