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
import { formatThing, planChanges, type Plan, type Thing } from '../plan/plan-changes.ts'
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
  for (const thing of plan.created) {
    await recordThing(tx, secrets, thing)
    await recordAudit(tx, {
      actor,
      action: 'created',
      ...nameThing(thing),
      before: null,
      after: hideSecrets(thing),
    })
  }
  for (const { before, after, changed } of plan.updated) {
    await recordThing(tx, secrets, after)
    const [old, next] = [hideSecrets(before), hideSecrets(after, changed)]
    await recordAudit(tx, { actor, action: 'updated', ...nameThing(after), before: old, after: next })
  }
  for (const thing of plan.removed) {
    await removeConfig(tx, thing.kind, thing.value.id)
    await recordAudit(tx, {
      actor,
      action: 'removed',
      ...nameThing(thing),
      before: hideSecrets(thing),
      after: null,
    })
  }
}

/** Nobody wants the rest of a sync whose mapping is removed; what it has delivered is remembered. */
async function cancelRemoved(
  tx: Queryable,
  removed: readonly Thing[],
  { actor, onCanceled }: ApplyRequest,
): Promise<void> {
  const names = new Set(removed.map(formatThing))
  for (const sync of await listRunningSyncs(tx)) {
    const isUnwanted = names.has(`mapping/${sync.mapping}`)
    if (isUnwanted && (await cancelRunning(tx, sync, actor))) onCanceled(sync)
  }
}

/** A running sync still reads its source and sends to its destination, even if its mapping has moved on to others. */
async function refuseRemovalOfUsed(tx: Queryable, removed: readonly Thing[]): Promise<void> {
  if (removed.length === 0) return
  const names = new Set(removed.map(formatThing))
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

function recordThing(tx: Queryable, secrets: SecretBox, thing: Thing): Promise<void> {
  switch (thing.kind) {
    case 'source':
      return recordSource(tx, secrets, thing.value)
    case 'model':
      return recordModel(tx, thing.value)
    case 'destination':
      return recordDestination(tx, secrets, thing.value)
    case 'mapping':
      return recordMapping(tx, thing.value)
    default:
      return thing satisfies never
  }
}

function nameThing({ kind, value }: Thing): { readonly kind: Thing['kind']; readonly id: string } {
  return { kind, id: value.id }
}

/** A thing as the audit log may keep it: of a secret, only whether it was changed. */
function hideSecrets(thing: Thing, changed: readonly string[] = []): object {
  const hide = (key: string): string => (changed.includes(key) ? '(secret, changed)' : '(secret)')
  if (thing.kind === 'source') {
    const ssl = thing.value.ssl === undefined ? {} : { ssl: hide('ssl') }
    return { ...thing.value, connection: hide('connection'), ...ssl }
  }
  if (thing.kind === 'destination') return { ...thing.value, writeKey: hide('write_key') }
  return thing.value
}
