import type { ConfigBox } from '@sluice/shared/secrets'
import {
  recordAlertChannel,
  recordAlertRule,
  recordAudit,
  recordDestination,
  recordManager,
  recordMapping,
  recordModel,
  recordSource,
  removeConfig,
  type Manager,
  type Queryable,
} from '@sluice/shared/store'
import { listKeys, unpackValues, type Resource, type ResourceKind } from '../items/kinds.ts'
import type { Plan } from '../plan/plan-changes.ts'

/** Writes a plan down, and who made it; what it touches is kept by its maker from now on. */
export async function recordPlan(
  tx: Queryable,
  secrets: ConfigBox,
  plan: Plan,
  { actor, manager }: { readonly actor: string; readonly manager: Manager },
): Promise<void> {
  for (const resource of plan.created) {
    await recordResource(tx, secrets, resource, manager)
    const after = { ...hideSecrets(resource), ...tellManager(manager) }
    await recordAudit(tx, { actor, action: 'created', ...nameResource(resource), before: null, after })
  }
  for (const { before, after, changed } of plan.updated) {
    await recordResource(tx, secrets, after, manager)
    const other = manager === 'file' ? 'console' : 'file'
    const [managedBefore, managedAfter] = changed.includes('managed_by')
      ? [{ managedBy: other }, { managedBy: manager }]
      : [{}, {}]
    await recordAudit(tx, {
      actor,
      action: 'updated',
      ...nameResource(after),
      before: { ...hideSecrets(before), ...managedBefore },
      after: { ...hideSecrets(after, changed), ...managedAfter },
    })
  }
  for (const resource of plan.removed) {
    await removeConfig(tx, resource.kind, resource.value.id)
    const before = hideSecrets(resource)
    await recordAudit(tx, { actor, action: 'removed', ...nameResource(resource), before, after: null })
  }
}

async function recordResource(
  tx: Queryable,
  secrets: ConfigBox,
  resource: Resource,
  manager: Manager,
): Promise<void> {
  await recordValue(tx, secrets, resource)
  await recordManager(tx, resource.kind, resource.value.id, manager)
}

function recordValue(tx: Queryable, secrets: ConfigBox, resource: Resource): Promise<void> {
  switch (resource.kind) {
    case 'source':
      return recordSource(tx, secrets, resource.value, createHiddenCheck(resource))
    case 'model':
      return recordModel(tx, resource.value)
    case 'destination':
      return recordDestination(tx, secrets, resource.value)
    case 'mapping':
      return recordMapping(tx, resource.value)
    case 'channel':
      return recordAlertChannel(tx, secrets, resource.value)
    case 'rule':
      return recordAlertRule(tx, resource.value)
    default:
      return resource satisfies never
  }
}

function createHiddenCheck(source: Resource<'source'>): (key: string) => boolean {
  const keys = new Map(listKeys('source', source.value))
  // What no key is known of may be anything.
  return (key) => keys.get(key)?.isHidden ?? !keys.has(key)
}

function nameResource({ kind, value }: Resource): { readonly kind: ResourceKind; readonly id: string } {
  return { kind, id: value.id }
}

/** The file is who keeps what nobody else does. */
function tellManager(manager: Manager): object {
  return manager === 'file' ? {} : { managedBy: manager }
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
