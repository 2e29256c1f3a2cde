import type { Config } from '@sluice/shared/domain'
import type { Manager } from '@sluice/shared/store'
import { formatResource, listKeys, listResources, type Resource, type ResourceKind } from '../items/kinds.ts'
import { writeItem } from '../items/write-item.ts'

/**
 * A resource that is there and will be another; `changed` names the keys that differ, and `managed_by` where it gets
 * another keeper.
 */
export interface Update {
  readonly before: Resource
  readonly after: Resource
  readonly changed: readonly string[]
}

/** What has to be done to the current config to make it the wanted one. */
export interface Plan {
  readonly created: readonly Resource[]
  readonly updated: readonly Update[]
  readonly removed: readonly Resource[]
  readonly unchanged: readonly Resource[]
  /** What the wanted config does not name and is left as it is. */
  readonly left: readonly Resource[]
  /** The same, of what somebody else keeps. */
  readonly kept: readonly Resource[]
  /** What would be changed, and is somebody else's to change: a plan with any is not carried out. */
  readonly refused: readonly Resource[]
}

/** How two configs are compared. */
export interface PlanOptions {
  /** Removes what the wanted config does not name. */
  readonly prune: boolean
  /** Who makes the change; the file if absent. */
  readonly manager?: Manager
  /** Who keeps what is there, by name; the one who makes the change where none is given. */
  readonly managers?: ReadonlyMap<string, Manager>
  /** Takes over what somebody else keeps. */
  readonly takeOver?: boolean
}

/** Compares two configs. What somebody else keeps is neither changed nor removed, unless it is taken over. */
export function planChanges(current: Config, wanted: Config, options: PlanOptions): Plan {
  const { prune, manager = 'file', managers = new Map<string, Manager>(), takeOver = false } = options
  const before = new Map(listResources(current).map((resource) => [formatResource(resource), resource]))
  const after = new Map(listResources(wanted).map((resource) => [formatResource(resource), resource]))
  const isForeign = (resource: Resource): boolean =>
    (managers.get(formatResource(resource)) ?? manager) !== manager
  const both = [...after].flatMap(([name, resource]) => {
    const old = before.get(name)
    if (old === undefined) return []
    const handedOver = takeOver && isForeign(old) ? ['managed_by'] : []
    return [{ before: old, after: resource, changed: [...listChangedKeys(old, resource), ...handedOver] }]
  })
  const unnamed = [...before].flatMap(([name, resource]) => (after.has(name) ? [] : [resource]))
  const isRemoved = (resource: Resource): boolean => prune && (takeOver || !isForeign(resource))
  const updated = both.filter(({ changed }) => changed.length > 0)
  return {
    created: [...after].flatMap(([name, resource]) => (before.has(name) ? [] : [resource])),
    updated,
    // What refers to another goes before it.
    removed: unnamed.filter(isRemoved).toReversed(),
    unchanged: both.filter(({ changed }) => changed.length === 0).map((pair) => pair.after),
    left: unnamed.filter((resource) => !isRemoved(resource) && !isForeign(resource)),
    kept: unnamed.filter((resource) => !isRemoved(resource) && isForeign(resource)),
    refused: takeOver
      ? []
      : updated.filter((update) => isForeign(update.before)).map((update) => update.after),
  }
}

/** The ids of the resources of a kind that a plan makes, or changes in any of these keys. */
export function listChanged(
  { created, updated }: Pick<Plan, 'created' | 'updated'>,
  kind: ResourceKind,
  keys: readonly string[],
): ReadonlySet<string> {
  const changed = updated.filter((update) => update.changed.some((key) => keys.includes(key)))
  const resources = [...created, ...changed.map(({ after }) => after)]
  return new Set(resources.filter((resource) => resource.kind === kind).map(({ value }) => value.id))
}

/** The keys that differ, as a file names them. */
function listChangedKeys(before: Resource, after: Resource): readonly string[] {
  const [old, next] = [writeItem(before), writeItem(after)]
  const names = listKeys(after.kind).map(([, { name }]) => name)
  // The order of keys is part of what `fields` mean, and JSON text keeps it.
  return names.filter((name) => JSON.stringify(next[name]) !== JSON.stringify(old[name]))
}
