import type { Config, SyncDocument } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { ConfigBox } from '@sluice/shared/secrets'
import { listRunningSyncs, type Database, type Manager, type Queryable } from '@sluice/shared/store'
import { formatResource, type Resource } from '../items/kinds.ts'
import type { Plan } from '../plan/plan-changes.ts'
import { cancelRunning } from './cancel-running.ts'
import { isStill, listManagers, type Basis } from './read-basis.ts'
import { recordPlan } from './record-plan.ts'
import { endDryRunsOf, refuseRemovalOfNamed, refuseRemovalOfRunning } from './refuse-removal.ts'

// Any number will do, as long as nothing else in this database locks by it.
const CONFIG_LOCK = 7_310_571

/** How often a plan is made anew because the config was changed meanwhile. */
const LIMIT_PLANS = 5

/** Who changes config, and how. */
export interface ChangeRequest {
  /** Goes the whole way and writes nothing. */
  readonly dryRun: boolean
  readonly actor: string
  /**
   * Looks at a plan before the config is locked, with the config that it makes a change of; nothing is written when it
   * throws. Asked again where the config has changed meanwhile.
   */
  readonly check: (db: Queryable, plan: Plan, current: Config) => Promise<void>
  /** Told of each sync that is canceled, since its mapping is removed. */
  readonly onCanceled: (sync: SyncDocument) => void
}

/** How a plan is made and carried out. */
export interface Change<Made extends { readonly plan: Plan }> extends ChangeRequest {
  readonly manager: Manager
  readonly read: () => Promise<Basis>
  /** null where there is nothing to carry out. */
  readonly make: (basis: Basis) => Promise<Made | null>
  /** Comes after the plan, in its transaction. */
  readonly also?: (tx: Queryable) => Promise<void>
}

/**
 * Makes a plan, has it looked at, which may take its time, and carries it out, wholly or not at all, on the very
 * config it was made of: nobody changes that between the last look at its versions and the end. Every change is
 * written down in the audit log, without secrets.
 */
export async function carryOut<Made extends { readonly plan: Plan }>(
  db: Database,
  secrets: ConfigBox,
  change: Change<Made>,
): Promise<Made | null> {
  for (let count = 0; count < LIMIT_PLANS; count += 1) {
    const basis = await change.read()
    const made = await change.make(basis)
    if (made === null) return null
    const { plan } = made
    refuseForeign(plan, basis)
    refuseRemovalOfNamed(plan, basis.current)
    await refuseRemovalOfRunning(db, plan.removed)
    await change.check(db, plan, basis.current)
    if (change.dryRun) return made
    const isDone = await db.transaction(async (tx) => {
      await lockConfig(tx)
      if (!(await isStill(tx, basis))) return false
      await refuseRemovalOfRunning(tx, plan.removed)
      await recordPlan(tx, secrets, plan, change)
      await change.also?.(tx)
      // After the mapping is gone nobody can start another sync of it.
      await cancelRemoved(tx, plan.removed, change)
      await endDryRunsOf(tx, plan.removed)
      return true
    })
    if (isDone) return made
  }
  throw new SluiceError(
    'changed_meanwhile',
    `the configuration was changed by others ${LIMIT_PLANS} times while this change was looked at, and nothing was written: try again`,
  )
}

/** Makes whoever changes config wait until this transaction has ended. */
export async function lockConfig(tx: Queryable): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [CONFIG_LOCK])
}

function refuseForeign({ refused }: Plan, basis: Basis): void {
  if (refused.length === 0) return
  const managers = listManagers(basis)
  const lines = refused
    .map(formatResource)
    .map((name) =>
      managers.get(name) === 'console'
        ? `${name} is kept in the console, and differs from what is to be applied`
        : `${name} is kept in a file that is applied`,
    )
  const isConsole = refused.some((resource) => managers.get(formatResource(resource)) === 'console')
  throw new SluiceError('config_managed', lines, { facts: { managedBy: isConsole ? 'console' : 'file' } })
}

/** Nobody wants the rest of a sync whose mapping is removed; what it has delivered is remembered. */
async function cancelRemoved(
  tx: Queryable,
  removed: readonly Resource[],
  { actor, onCanceled }: ChangeRequest,
): Promise<void> {
  const names = new Set(removed.map(formatResource))
  for (const sync of await listRunningSyncs(tx)) {
    const isUnwanted = names.has(`mapping/${sync.mapping}`)
    if (isUnwanted && (await cancelRunning(tx, sync, actor))) onCanceled(sync)
  }
}
