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

/** An item with the secrets that it says are unchanged; one that is not there to stay is reported. */
export function fillUnchangedSecrets(
  kind: ResourceKind,
  item: unknown,
  current: Resource | null,
  report: Report,
): unknown {
  if (!isRecord(item)) return item
  const known = current === null ? {} : writeItem(current)
  const filled = listKeys(kind, item).flatMap(([, key]) =>
    key.isHidden && key.name in item ? [[key.name, fill(item[key.name], [key.name], known, report)]] : [],
  )
  return { ...item, ...Object.fromEntries(filled) }
}

function fill(said: unknown, path: Path, known: WrittenItem, report: Report): unknown {
  if (!isRecord(said)) return said
  if (!isUnchanged(said)) {
    const members = Object.entries(said).map(([key, member]) => [
      key,
      fill(member, [...path, key], known, report),
    ])
    return Object.fromEntries(members)
  }
  const value = readAt(known, path)
  if (value === undefined) report(path, 'is said to be unchanged and has not been set: give its value')
  return value
}

function isUnchanged(said: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(said).length === 1 && said.set === UNCHANGED.set
}
