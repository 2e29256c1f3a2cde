import { CHANNEL_TYPES } from '@sluice/shared/domain'
import type {
  AlertChannel,
  AlertRule,
  Config,
  Destination,
  Mapping,
  Model,
  Source,
} from '@sluice/shared/domain'
import { WAREHOUSE_TYPES } from '@sluice/warehouse/registry'
import { listChannelKeys, fillChannel } from './keys/channel-keys.ts'
import { DESTINATION_KEYS } from './keys/destination-keys.ts'
import type { Key } from './keys/key.ts'
import { MAPPING_KEYS } from './keys/mapping-keys.ts'
import { MODEL_KEYS } from './keys/model-keys.ts'
import { RULE_KEYS } from './keys/rule-keys.ts'
import { flattenSettings, listSourceKeys, nestSettings } from './keys/source-keys.ts'
import { readAt } from './json-value.ts'

/** The resources of a config by what they are called, in the order in which they may be written. */
interface Resources {
  readonly source: Source
  readonly model: Model
  readonly destination: Destination
  readonly mapping: Mapping
  readonly channel: AlertChannel
  readonly rule: AlertRule
}

export type ResourceKind = keyof Resources

/** One of them with its kind. */
export type Resource<Kind extends ResourceKind = ResourceKind> = {
  readonly [Each in Kind]: { readonly kind: Each; readonly value: Resources[Each] }
}[Kind]

/** The kinds, those that are referred to first. */
export const RESOURCE_KINDS = [
  'source',
  'model',
  'destination',
  'mapping',
  'channel',
  'rule',
] as const satisfies readonly ResourceKind[]

export type SectionName = `${ResourceKind}s`

/** What stands at the top of a document, in order. */
export const SECTION_NAMES = ['sources', 'models', 'destinations', 'mappings', 'alerts'] as const

/** Where the items of a kind stand in a document. */
export const SECTION_PATHS: Readonly<Record<ResourceKind, readonly [string, ...string[]]>> = {
  source: ['sources'],
  model: ['models'],
  destination: ['destinations'],
  mapping: ['mappings'],
  channel: ['alerts', 'channels'],
  rule: ['alerts', 'rules'],
}

/** The types of a kind whose items have a type and, by it, keys of their own; undefined alone for the others. */
export function listTypes(kind: ResourceKind): readonly (string | undefined)[] {
  if (kind === 'source') return WAREHOUSE_TYPES.map(({ type }) => type)
  return kind === 'channel' ? CHANNEL_TYPES : [undefined]
}

const KEYS: {
  readonly [Kind in Exclude<ResourceKind, 'source' | 'channel'>]: Readonly<Record<string, Key>>
} = {
  model: MODEL_KEYS,
  destination: DESTINATION_KEYS,
  mapping: MAPPING_KEYS,
  rule: RULE_KEYS,
}

/**
 * The keys of a kind with the property that each becomes, in the order in which they are written. Those
 * of a source or a channel depend on its type, which stands in `item`; without one they are those of all types.
 */
export function listKeys(
  kind: ResourceKind,
  item?: unknown,
): readonly (readonly [property: string, key: Key])[] {
  const type = readAt(item, ['type'])
  if (kind === 'source') return Object.entries(listSourceKeys(type))
  return Object.entries(kind === 'channel' ? listChannelKeys(type) : KEYS[kind])
}

/** What was read of an item, property by property, as the domain has it. */
export function packValues(
  kind: ResourceKind,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (kind === 'source') return nestSettings(values)
  return kind === 'channel' ? fillChannel(values) : values
}

/** A resource by the properties that its keys become. */
export function unpackValues({ kind, value }: Resource): Readonly<Record<string, unknown>> {
  return kind === 'source' ? flattenSettings(value) : { ...value }
}

/** Every resource of a config, those that are referred to first. */
export function listResources(config: Config): readonly Resource[] {
  return RESOURCE_KINDS.flatMap((kind) => config[`${kind}s`].map((value) => ({ kind, value }) as Resource))
}

/** The config of some resources, each section in their order. */
export function collectConfig(resources: readonly Resource[]): Config {
  const pick = <Kind extends ResourceKind>(kind: Kind): readonly Resources[Kind][] =>
    resources.flatMap((resource) => (resource.kind === kind ? [resource.value as Resources[Kind]] : []))
  return {
    sources: pick('source'),
    models: pick('model'),
    destinations: pick('destination'),
    mappings: pick('mapping'),
    channels: pick('channel'),
    rules: pick('rule'),
  }
}

/** `mapping/customers-identify`. */
export function formatResource({
  kind,
  value,
}: {
  readonly kind: ResourceKind
  readonly value: { readonly id: string }
}): string {
  return `${kind}/${value.id}`
}
