import type { ResourceKind } from '@sluice/config'
import { readConfigRecord, refuseUnknownConfig } from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { DatabaseDeps } from '../deps.ts'
import { describeItem, type ItemDocument } from './item-document.ts'

/** Which item. */
export interface ReadItemInput {
  readonly kind: ResourceKind
  readonly id: string
}

/** One item; fails with `source_unknown`, `model_unknown`, `destination_unknown` or `mapping_unknown`. */
export async function readItem({ db }: DatabaseDeps, { kind, id }: ReadItemInput): Promise<ItemDocument> {
  const record = await readConfigRecord(db, CLOSED_SECRETS, kind, id)
  return describeItem(record ?? (await refuseUnknownConfig(db, kind, id)))
}
