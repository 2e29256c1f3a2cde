import type { Config } from '@sluice/shared/domain'
import { formatResource, listKeys, listResources, type Resource, type ResourceKind } from '../items/kinds.ts'
import { writeItem } from '../items/write-item.ts'

/** A resource that is there and will be another; `changed` names the keys that differ. */
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
}

/** Compares two configs; what the wanted one does not name is removed only when `prune` says so. */
export function planChanges(current: Config, wanted: Config, options: { readonly prune: boolean }): Plan {
  const before = new Map(listResources(current).map((resource) => [formatResource(resource), resource]))
  const after = new Map(listResources(wanted).map((resource) => [formatResource(resource), resource]))
  const both = [...after].flatMap(([name, resource]) => {
    const old = before.get(name)
    return old === undefined
      ? []
      : [{ before: old, after: resource, changed: listChangedKeys(old, resource) }]
  })
  const unnamed = [...before].flatMap(([name, resource]) => (after.has(name) ? [] : [resource]))
  return {
    created: [...after].flatMap(([name, resource]) => (before.has(name) ? [] : [resource])),
    updated: both.filter(({ changed }) => changed.length > 0),
    // What refers to another goes before it.
    removed: options.prune ? unnamed.toReversed() : [],
    unchanged: both.filter(({ changed }) => changed.length === 0).map((pair) => pair.after),
    left: options.prune ? [] : unnamed,
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
