import type { ResourceKind } from '@sluice/config'
import { listConfigPage, type ConfigFilter } from '@sluice/shared/store'
import { CLOSED_SECRETS } from '../closed-secrets.ts'
import type { DatabaseDeps } from '../deps.ts'
import { describeItem, type ItemDocument } from './item-document.ts'

/** Which items of a kind: those whose ids hold a text, those that name one of another kind. */
export interface ListItemsInput extends ConfigFilter {
  readonly kind: ResourceKind
  /** `next` of the page before. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of items, in the order of their ids. */
export interface ItemPage {
  readonly items: readonly ItemDocument[]
  /** How many there are on all pages. */
  readonly total: number
  /** What leads to the next page; null on the last. */
  readonly next: string | null
}

/** Items of a kind, `limit` at most. */
export async function listItems(
  { db }: DatabaseDeps,
  { kind, cursor, ...filter }: ListItemsInput,
): Promise<ItemPage> {
  const page = await listConfigPage(db, CLOSED_SECRETS, kind, { ...filter, after: cursor })
  return { items: page.records.map(describeItem), total: page.total, next: page.next }
}
