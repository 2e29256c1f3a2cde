import { createChangedError, type ResourceKind } from '@sluice/config'
import { listChanges, readConfigRecord, refuseUnknownConfig } from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { DatabaseDeps } from '../deps.ts'

/** Which item, and the versions of it that were seen; any will do where it is null. */
export interface RefuseChangedItemInput {
  readonly kind: ResourceKind
  readonly id: string
  readonly seen: readonly string[] | null
}

/**
 * The version of an item, if it is one of those that were seen; before anybody looks at what is to become of it. Fails
 * with `changed_meanwhile`, with who changed or removed it, and as `readItem` does for what never was.
 */
export async function refuseChangedItem(
  { db }: DatabaseDeps,
  { kind, id, seen }: RefuseChangedItemInput,
): Promise<string> {
  const record = await readConfigRecord(db, CLOSED_SECRETS, kind, id)
  if (record === null && (await listChanges(db, kind, id, 1)).length === 0)
    return refuseUnknownConfig(db, kind, id)
  const tag = record?.tag ?? null
  if (tag !== null && (seen === null || seen.includes(tag))) return tag
  const now =
    record === null || tag === null ? null : { ...record, id, tag, version: Number.parseInt(tag, 10) }
  throw await createChangedError(db, { kind, id, seen: seen?.[0] ?? null, now })
}
