import type { Config, Destination, Mapping, Model, Source } from '@sluice/shared/domain'
import { DESTINATION_KEYS } from './keys/destination-keys.ts'
import type { Key } from './keys/key.ts'
import { MAPPING_KEYS } from './keys/mapping-keys.ts'
import { MODEL_KEYS } from './keys/model-keys.ts'
import { flattenSettings, listSourceKeys, nestSettings } from './keys/source-keys.ts'
import { readAt } from './json-value.ts'

/** The resources of a config by what they are called, in the order in which they may be written. */
interface Resources {
  readonly source: Source
  readonly model: Model
  readonly destination: Destination
  readonly mapping: Mapping
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
] as const satisfies readonly ResourceKind[]

export type SectionName = `${ResourceKind}s`

/** The sections of a document, in order. */
export const SECTION_NAMES = RESOURCE_KINDS.map((kind) => `${kind}s` as const)

const KEYS: { readonly [Kind in Exclude<ResourceKind, 'source'>]: Readonly<Record<string, Key>> } = {
  model: MODEL_KEYS,
  destination: DESTINATION_KEYS,
  mapping: MAPPING_KEYS,
}

/**
 * The keys of a kind with the property that each becomes, in the order in which they are written. Those
 * of a source depend on its type, which stands in `item`; without one they are those of all types.
 */
export function listKeys(
  kind: ResourceKind,
  item?: unknown,
): readonly (readonly [property: string, key: Key])[] {
  return Object.entries(kind === 'source' ? listSourceKeys(readAt(item, ['type'])) : KEYS[kind])
}

/** What was read of an item, property by property, as the domain has it. */
export function packValues(
  kind: ResourceKind,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return kind === 'source' ? nestSettings(values) : values
}

/** A resource by the properties that its keys become. */
export function unpackValues({ kind, value }: Resource): Readonly<Record<string, unknown>> {
  return kind === 'source' ? flattenSettings(value) : { ...value }
}

/** Every resource of a config, those that are referred to first. */
export function listResources(config: Config): readonly Resource[] {
  return RESOURCE_KINDS.flatMap((kind) => config[`${kind}s`].map((value) => ({ kind, value }) as Resource))
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
