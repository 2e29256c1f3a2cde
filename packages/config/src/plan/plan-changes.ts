import {
  OPS,
  type Config,
  type Destination,
  type Mapping,
  type Model,
  type Schedule,
  type Source,
} from '@sluice/shared/domain'

/** The things of config by what they are called, in the order in which they may be written. */
interface Things {
  readonly source: Source
  readonly model: Model
  readonly destination: Destination
  readonly mapping: Mapping
}

/** One thing of config with its kind. */
export type Thing = {
  readonly [Kind in keyof Things]: { readonly kind: Kind; readonly value: Things[Kind] }
}[keyof Things]

/** A thing that is there and will be another; `changed` names the keys that differ. */
export interface Update {
  readonly before: Thing
  readonly after: Thing
  readonly changed: readonly string[]
}

/** What has to be done to the current config to make it the wanted one. */
export interface Plan {
  readonly created: readonly Thing[]
  readonly updated: readonly Update[]
  readonly removed: readonly Thing[]
  readonly unchanged: readonly Thing[]
  /** What the wanted config does not name and is left as it is. */
  readonly left: readonly Thing[]
}

/** Compares two configs; what the wanted one does not name is removed only when `prune` says so. */
export function planChanges(current: Config, wanted: Config, options: { readonly prune: boolean }): Plan {
  const before = new Map(listThings(current).map((thing) => [formatThing(thing), thing]))
  const after = new Map(listThings(wanted).map((thing) => [formatThing(thing), thing]))
  const both = [...after].flatMap(([name, thing]) => {
    const old = before.get(name)
    return old === undefined ? [] : [{ before: old, after: thing, changed: listChangedKeys(old, thing) }]
  })
  const unnamed = [...before].flatMap(([name, thing]) => (after.has(name) ? [] : [thing]))
  return {
    created: [...after].flatMap(([name, thing]) => (before.has(name) ? [] : [thing])),
    updated: both.filter(({ changed }) => changed.length > 0),
    // What refers to another goes before it.
    removed: options.prune ? unnamed.toReversed() : [],
    unchanged: both.filter(({ changed }) => changed.length === 0).map((pair) => pair.after),
    left: options.prune ? [] : unnamed,
  }
}

/** `mapping/customers-identify`. */
export function formatThing({ kind, value }: Thing): string {
  return `${kind}/${value.id}`
}

/** The ids of the things of a kind that a plan makes, or changes in any of these keys. */
export function listChanged(
  { created, updated }: Pick<Plan, 'created' | 'updated'>,
  kind: Thing['kind'],
  keys: readonly string[],
): ReadonlySet<string> {
  const changed = updated.filter((update) => update.changed.some((key) => keys.includes(key)))
  const things = [...created, ...changed.map(({ after }) => after)]
  return new Set(things.filter((thing) => thing.kind === kind).map(({ value }) => value.id))
}

function listThings(config: Config): readonly Thing[] {
  return [
    ...config.sources.map((value) => ({ kind: 'source', value }) as const),
    ...config.models.map((value) => ({ kind: 'model', value }) as const),
    ...config.destinations.map((value) => ({ kind: 'destination', value }) as const),
    ...config.mappings.map((value) => ({ kind: 'mapping', value }) as const),
  ]
}

function listChangedKeys(before: Thing, after: Thing): readonly string[] {
  const old = listKeys(before)
  return Object.entries(listKeys(after)).flatMap(([key, value]) =>
    // The order of keys is part of what `fields` mean, and JSON text keeps it.
    JSON.stringify(value) === JSON.stringify(old[key]) ? [] : [key],
  )
}

/** The keys of a thing as the file names them; whatever else the store keeps beside them is left out. */
function listKeys(thing: Thing): Readonly<Record<string, unknown>> {
  switch (thing.kind) {
    case 'source': {
      const { type, connection, ssl, statementTimeoutMs } = thing.value
      return { type, connection, ssl, statement_timeout: statementTimeoutMs }
    }
    case 'model': {
      const { source, identifier, query } = thing.value
      return { source, identifier, query }
    }
    case 'destination': {
      const { source, writeKey, region, enabled, eventsPerSecond, requestsPerSecond, deadlineMs } =
        thing.value
      return {
        source,
        write_key: writeKey,
        region,
        enabled,
        events_per_second: eventsPerSecond,
        requests_per_second: requestsPerSecond,
        deadline: deadlineMs,
      }
    }
    case 'mapping': {
      const { model, destination, action, trigger, filter, schedule, enabled, fields } = thing.value
      const { maxDeletedPercent } = thing.value
      const ops = OPS.filter((op) => trigger.includes(op))
      return {
        model,
        destination,
        action,
        trigger: ops,
        filter,
        schedule: sortSchedule(schedule),
        enabled,
        max_deleted_percent: maxDeletedPercent,
        fields,
      }
    }
    default:
      return thing satisfies never
  }
}

function sortSchedule(schedule: Schedule | null): readonly unknown[] | null {
  if (schedule === null) return null
  return 'every' in schedule ? ['every', schedule.every] : ['cron', schedule.cron, schedule.timezone]
}
