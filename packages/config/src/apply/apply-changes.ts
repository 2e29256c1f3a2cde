import { SluiceError } from '@sluice/shared/errors'
import {
  listRunningSyncs,
  recordAudit,
  recordDestination,
  recordMapping,
  recordModel,
  recordSource,
  removeConfig,
  type Database,
  type Queryable,
} from '@sluice/shared/store'
import type { KeyedBox, SecretBox } from '@sluice/shared/secrets'
import type { Config, SyncDocument } from '@sluice/shared/domain'
import { cancelRunning } from './cancel-running.ts'
import { createResealingBox } from './create-resealing-box.ts'
import { formatResource, listKeys, unpackValues, type Resource, type ResourceKind } from '../items/kinds.ts'
import { planChanges, type Plan } from '../plan/plan-changes.ts'
import { readCurrentConfig } from './read-current-config.ts'
import { resetMapping } from './reset-mapping.ts'

// Any number will do, as long as nothing else in this database locks by it.
const CONFIG_LOCK = 7_310_571

/** What to make of the config, and who does it. */
export interface ApplyRequest {
  readonly wanted: Config
  readonly prune: boolean
  /** Goes the whole way and writes nothing. */
  readonly dryRun: boolean
  readonly actor: string
  /** Looks at a plan before anything is written; nothing is when it throws. */
  readonly check: (tx: Queryable, plan: Plan) => Promise<void>
  /** Mappings whose next sync sends every row again. */
  readonly resend: readonly string[]
  /** Told of each sync that is canceled, since its mapping is removed. */
  readonly onCanceled: (sync: SyncDocument) => void
}

/**
 * Makes the config the wanted one, wholly or not at all, and returns what that took. Two of these wait for each other, so that a plan is
 * carried out on the very config it was made of. Secrets under a key that has been replaced are sealed anew. Every change is written down in the audit log, without secrets.
 */
export async function applyChanges(db: Database, secrets: KeyedBox, request: ApplyRequest): Promise<Plan> {
  return db.transaction(async (tx) => {
    await lockConfig(tx)
    const plan = planChanges(await readCurrentConfig(tx, createResealingBox(secrets)), request.wanted, {
      prune: request.prune,
    })
    await refuseRemovalOfUsed(tx, plan.removed)
    await request.check(tx, plan)
    if (!request.dryRun) {
      await recordPlan(tx, secrets, plan, request.actor)
      for (const mapping of new Set(request.resend)) await resetMapping(tx, mapping, request.actor)
      // After the mapping is gone nobody can start another sync of it.
      await cancelRemoved(tx, plan.removed, request)
    }
    return plan
  })
}

/** Makes whoever changes config wait until this transaction has ended. */
export async function lockConfig(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [CONFIG_LOCK])
}

async function recordPlan(tx: Queryable, secrets: SecretBox, plan: Plan, actor: string): Promise<void> {
  for (const resource of plan.created) {
    await recordResource(tx, secrets, resource)
    await recordAudit(tx, {
      actor,
      action: 'created',
      ...nameResource(resource),
      before: null,
      after: hideSecrets(resource),
    })
  }
  for (const { before, after, changed } of plan.updated) {
    await recordResource(tx, secrets, after)
    const [old, next] = [hideSecrets(before), hideSecrets(after, changed)]
    await recordAudit(tx, { actor, action: 'updated', ...nameResource(after), before: old, after: next })
  }
  for (const resource of plan.removed) {
    await removeConfig(tx, resource.kind, resource.value.id)
    await recordAudit(tx, {
      actor,
      action: 'removed',
      ...nameResource(resource),
      before: hideSecrets(resource),
      after: null,
    })
  }
}

/** Nobody wants the rest of a sync whose mapping is removed; what it has delivered is remembered. */
async function cancelRemoved(
  tx: Queryable,
  removed: readonly Resource[],
  { actor, onCanceled }: ApplyRequest,
): Promise<void> {
  const names = new Set(removed.map(formatResource))
  for (const sync of await listRunningSyncs(tx)) {
    const isUnwanted = names.has(`mapping/${sync.mapping}`)
    if (isUnwanted && (await cancelRunning(tx, sync, actor))) onCanceled(sync)
  }
}

/** A running sync still reads its source and sends to its destination, even if its mapping has moved on to others. */
async function refuseRemovalOfUsed(tx: Queryable, removed: readonly Resource[]): Promise<void> {
  if (removed.length === 0) return
  const names = new Set(removed.map(formatResource))
  for (const { id, mapping, plan } of await listRunningSyncs(tx)) {
    if (names.has(`mapping/${mapping}`)) continue
    const used = [
      `model/${plan.model.id}`,
      `source/${plan.model.source}`,
      `destination/${plan.mapping.destination}`,
    ].find((name) => names.has(name))
    if (used !== undefined) {
      throw new SluiceError(
        'sync_running',
        `${used} cannot be removed while sync ${id} of mapping ${mapping} runs: wait for it to end, or \`sluice cancel ${id}\``,
      )
    }
  }
}

function recordResource(tx: Queryable, secrets: SecretBox, resource: Resource): Promise<void> {
  switch (resource.kind) {
    case 'source':
      return recordSource(tx, secrets, resource.value)
    case 'model':
      return recordModel(tx, resource.value)
    case 'destination':
      return recordDestination(tx, secrets, resource.value)
    case 'mapping':
      return recordMapping(tx, resource.value)
    default:
      return resource satisfies never
  }
}

function nameResource({ kind, value }: Resource): { readonly kind: ResourceKind; readonly id: string } {
  return { kind, id: value.id }
}

/** A resource as the audit log may keep it: of a secret, only whether it was changed. */
function hideSecrets(resource: Resource, changed: readonly string[] = []): object {
  const values = unpackValues(resource)
  const hidden = listKeys(resource.kind, values).filter(
    ([property, { isHidden }]) => isHidden && property in values,
  )
  const words = hidden.map(([property, { name }]) => [
    property,
    changed.includes(name) ? '(secret, changed)' : '(secret)',
  ])
  return { ...values, ...Object.fromEntries(words) }
}
