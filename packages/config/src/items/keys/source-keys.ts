import { z } from 'zod'
import {
  OPTIONS,
  formatDurationMs,
  parseDurationMs,
  type Json,
  type Source,
  type SourceOptions,
  type SyncLogOption,
} from '@sluice/shared/domain'
import type { SourceKey } from '@sluice/warehouse/keys'
import { WAREHOUSE_TYPES, findWarehouseType } from '@sluice/warehouse/registry'
import { codedKey, plainKey, type Key, type KeysOf } from './key.ts'
import { duration, id } from './values.ts'

const TYPES = WAREHOUSE_TYPES.map(({ type }) => type)

const BESIDE_SETTINGS: ReadonlySet<string> = new Set(['id', 'type', ...OPTIONS.source])

type Values = Readonly<Record<string, unknown>>

const COMMON_KEYS = {
  id: plainKey('id', id.describe('Name of the warehouse, unique among sources.')),
  type: plainKey('type', z.enum(TYPES).describe('What kind of warehouse it is.')),
}

/** The keys of what any source may say, whatever its type. */
const OPTION_KEYS: KeysOf<SourceOptions> = {
  syncLog: codedKey(
    'sync_log',
    z
      .strictObject({ keep: duration({ least: '1d', most: '1000d', examples: '30d or 400d' }) })
      .optional()
      .describe(
        'Keeps in this warehouse what became of each change of a record, for as long as `keep` says, such as 30d.',
      ),
    {
      read: (said): SyncLogOption | null | undefined =>
        said === undefined ? undefined : { keepMs: parseDurationMs(said.keep) ?? 0 },
      write: (value) =>
        value === null || value === undefined ? undefined : { keep: formatDurationMs(value.keepMs) },
      expects: '{ keep: 30d }',
      nested: ['keep'],
    },
  ),
}

/**
 * The keys of a source of a type, by the properties that they become once
 * `nestSettings` has packed them; those of every type where it is no
 * type, none of which has to be there.
 */
export function listSourceKeys(type: unknown): Readonly<Record<string, Key>> {
  const known = findWarehouseType(type)
  const keys =
    known === null
      ? WAREHOUSE_TYPES.flatMap((each) => each.keys).map((key) => ({ ...key, schema: key.schema.optional() }))
      : known.keys
  return {
    ...COMMON_KEYS,
    ...Object.fromEntries(keys.map((key) => [key.name, createKey(key)])),
    ...OPTION_KEYS,
  }
}

/** What was read of a source, as the domain has it. */
export function nestSettings(values: Values): Values {
  const said = Object.entries(values)
  const beside = said.filter(([property]) => BESIDE_SETTINGS.has(property))
  const settings = said.filter(([property]) => !BESIDE_SETTINGS.has(property))
  return { ...Object.fromEntries(beside), settings: Object.fromEntries(settings) }
}

/** A source as one row of values by the names of its keys. */
export function flattenSettings({ settings, ...beside }: Source): Values {
  return { ...settings, ...beside }
}

function createKey({ name, schema, normalise, ...more }: SourceKey): Key {
  return {
    name,
    schema,
    read: (said) => (said === undefined ? undefined : (normalise?.(said as Json) ?? said)),
    write: (value) => value,
    ...more,
  }
}
