import {
  applyChanges,
  checkResend,
  countEffects,
  createRecordCount,
  describePlan,
  listPlanNotes,
  reviewPlan,
  type Effect,
  type Findings,
  type Mistake,
  type Plan,
  type PlanDocument,
  type ReviewDeps,
} from '@sluice/config'
import type { Config } from '@sluice/shared/domain'
import type { KeyedBox } from '@sluice/shared/secrets'
import { readInstallationId, type Queryable } from '@sluice/shared/store'
import type { Actor, DatabaseDeps } from '../deps.ts'

/** The control database, the keys of all that is sealed there, and whom to ask about what changes; null for nobody. */
export interface ApplyDeps extends DatabaseDeps {
  readonly secrets: KeyedBox
  readonly review: ReviewDeps | null
}

/** What the config is to be. */
export interface ApplyInput {
  readonly config: Config
  /** What was noticed while it was read. */
  readonly warnings: readonly Mistake[]
  /** Removes what it does not name. */
  readonly prune?: boolean
  /** Takes over what people keep in the console. */
  readonly adopt?: boolean
  readonly dryRun?: boolean
  /** Mappings whose next sync sends every row again. */
  readonly resend?: readonly string[]
}

/** What is told while it is under way, before anything is changed. */
export interface ApplyObserver {
  /** Throws where what was found keeps the config from being applied. */
  readonly onFindings: (findings: Findings, notes: readonly Mistake[]) => void
  /** What could not be counted, and why. */
  readonly onNote: (text: string) => void
  /** The sync of a mapping that is removed. */
  readonly onCanceled: (sync: { readonly id: string; readonly mapping: string }) => void
}

export interface ApplyDocument extends PlanDocument {
  readonly effects: readonly Effect[]
}

/**
 * Makes the config what is wanted, wholly or not at all, under the name of whoever does it. Fails with
 * `changed_meanwhile` when somebody else has changed it meanwhile, and with whatever `onFindings` throws.
 */
export async function applyConfig(
  { db, secrets, review }: ApplyDeps,
  { config, warnings, prune = false, adopt = false, dryRun = false, resend = [] }: ApplyInput,
  actor: Actor,
  { onFindings, onNote, onCanceled }: ApplyObserver,
): Promise<{ readonly plan: Plan; readonly document: ApplyDocument }> {
  checkResend(config, resend)
  let effects: readonly Effect[] = []
  const check = async (tx: Queryable, plan: Plan): Promise<void> => {
    onFindings(await reviewPlan({ config, warnings }, plan, review), listPlanNotes(config, plan))
    if (review === null) return
    const countRecords = createRecordCount(review.openWarehouse, await readInstallationId(tx))
    effects = await countEffects(config, plan, resend, { countRecords, note: onNote })
  }
  const request = { wanted: config, prune, adopt, dryRun, resend, actor, check, onCanceled }
  const plan = await applyChanges(db, secrets, request)
  return { plan, document: { ...describePlan(plan), effects } }
}
