import { changeItem, createKeepingBox, type ResourceKind } from '@sluice/config'
import { refuseUnknownConfig } from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** Which item is to go. */
export interface RemoveItemInput {
  readonly kind: ResourceKind
  readonly id: string
  /** The version that was seen. */
  readonly seen: string
  /** Removes an item that a file keeps. */
  readonly takeOver?: boolean | undefined
  /** Tells whether it could go, and does nothing. */
  readonly dryRun?: boolean | undefined
}

/** An item that is gone. */
export interface RemoveItemDocument {
  readonly kind: ResourceKind
  readonly id: string
  /** The ids of syncs that are canceled with their mapping. */
  readonly canceled: readonly string[]
}

/**
 * Removes an item. Fails with `changed_meanwhile` where it is not as it was seen, `config_in_use` where others name it,
 * `sync_running` where a sync uses it, and `config_managed` where a file keeps it.
 */
export async function removeItem(
  { db }: DatabaseDeps,
  { kind, id, seen, takeOver = false, dryRun = false }: RemoveItemInput,
  actor: Actor,
): Promise<RemoveItemDocument> {
  const canceled: string[] = []
  const change = await changeItem(
    db,
    createKeepingBox((secret, place) => CLOSED_SECRETS.seal(secret, place)),
    {
      kind,
      id,
      item: null,
      seen,
      takeOver,
      dryRun,
      actor,
      manager: 'console',
      check: async () => {},
      onCanceled: (sync) => void canceled.push(sync.id),
    },
  )
  if (change.ok && change.plan.removed.length === 0 && !dryRun) await refuseUnknownConfig(db, kind, id)
  return { kind, id, canceled }
}
