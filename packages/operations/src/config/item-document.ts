import { writeItemWithoutSecrets, type Resource, type ResourceKind, type WrittenItem } from '@sluice/config'
import type { ConfigRecord, Manager } from '@sluice/shared/store'

/** A source, model, destination or mapping as it stands. */
export interface ItemDocument {
  readonly kind: ResourceKind
  readonly id: string
  /** In the words of sluice.yaml; a secret reads `{ set: true }`, and may be given back so. */
  readonly item: WrittenItem
  /** Another after every change: what was seen, for whoever saves. */
  readonly version: string
  readonly managedBy: Manager
  /** ISO-8601 UTC instant. */
  readonly updatedAt: string
}

/** The document of a row of config. */
export function describeItem({ kind, value, tag, managedBy, updatedAt }: ConfigRecord): ItemDocument {
  const item = writeItemWithoutSecrets({ kind, value } as Resource)
  return { kind, id: value.id, item, version: tag, managedBy, updatedAt }
}
