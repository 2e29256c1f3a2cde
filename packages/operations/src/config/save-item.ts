import {
  changeItem,
  createKeepingBox,
  listResent,
  type Effect,
  type Mistake,
  type ResourceKind,
} from '@sluice/config'
import type { Actor } from '../deps.ts'
import type { ConfigDeps } from './config-deps.ts'
import type { ItemDocument } from './item-document.ts'
import { readItem } from './read-item.ts'
import { reviewChange, type Review } from './review-change.ts'

/** What to make of an item. */
export interface SaveItemInput {
  readonly kind: ResourceKind
  readonly id: string
  /** In the words of sluice.yaml as JSON; a secret that stays as it is may be `{ set: true }`. */
  readonly item: unknown
  /** The version that was changed here; null for an item that is to be new. */
  readonly seen: string | null
  /** Takes an item over that a file keeps. */
  readonly takeOver?: boolean | undefined
  /** Has the next sync of a mapping, or of each mapping of a destination, send every record again. */
  readonly resend?: boolean | undefined
  /** Tells what it would do, and does nothing. */
  readonly dryRun?: boolean | undefined
}

/** What became of it, or what is wrong with it, by paths in the item. */
export type SaveItemResult =
  | {
      readonly ok: true
      readonly outcome: 'created' | 'updated' | 'unchanged'
      /** The keys that differ from what was there, `managed_by` among them. */
      readonly changed: readonly string[]
      /** The item as it stands now; null of a dry run. */
      readonly document: ItemDocument | null
      /** What is legal and likely wrong. */
      readonly warnings: readonly Mistake[]
      /** What a dry run would do to records that were sent. */
      readonly effects: readonly Effect[]
      /** What a dry run could not count, and why. */
      readonly uncounted: readonly string[]
    }
  | { readonly ok: false; readonly mistakes: readonly Mistake[]; readonly warnings: readonly Mistake[] }

/**
 * Adds an item, or changes the one that was seen; whoever saves keeps it from now on. Fails with `changed_meanwhile`
 * where it is not as it was seen, `config_exists`, `config_managed` where a file keeps it, and `secret_key_wrong` where
 * a secret cannot be sealed.
 */
export async function saveItem(
  { db, seal, countRecords }: ConfigDeps,
  { kind, id, item, seen, takeOver = false, resend = false, dryRun = false }: SaveItemInput,
  actor: Actor,
): Promise<SaveItemResult> {
  let review: Review = { warnings: [], effects: [], uncounted: [] }
  const change = await changeItem(db, createKeepingBox(seal), {
    kind,
    id,
    item,
    seen,
    takeOver,
    resend,
    dryRun,
    actor,
    manager: 'console',
    check: async (_tx, plan, current) => {
      const resent = resend ? listResent(current, kind, id) : []
      review = await reviewChange(current, plan, { resent, countRecords: dryRun ? countRecords : null })
    },
    onCanceled: () => {},
  })
  if (!change.ok) return change
  const [updated] = change.plan.updated
  const changed = updated?.changed ?? []
  return {
    ok: true,
    outcome: change.plan.created.length > 0 ? 'created' : updated === undefined ? 'unchanged' : 'updated',
    changed,
    document: dryRun ? null : await readItem({ db }, { kind, id }),
    warnings: [...change.warnings, ...review.warnings],
    effects: review.effects,
    uncounted: review.uncounted,
  }
}
