import { z } from 'zod'
import type { Json, Source } from '@sluice/shared/domain'
import type { SourceKey } from '@sluice/warehouse/keys'
import { WAREHOUSE_TYPES, findWarehouseType } from '@sluice/warehouse/registry'
import { plainKey, type Key } from './key.ts'
import { id } from './values.ts'

const TYPES = WAREHOUSE_TYPES.map(({ type }) => type)

type Values = Readonly<Record<string, unknown>>

const COMMON_KEYS = {
  id: plainKey('id', id.describe('Name of the warehouse, unique among sources.')),
  type: plainKey('type', z.enum(TYPES).describe('What kind of warehouse it is.')),
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
  return { ...COMMON_KEYS, ...Object.fromEntries(keys.map((key) => [key.name, createKey(key)])) }
}

/** What was read of a source, as the domain has it. */
export function nestSettings({ id, type, ...settings }: Values): Values {
  return { ...(id === undefined ? {} : { id }), ...(type === undefined ? {} : { type }), settings }
}

/** A source as one row of values by the names of its keys. */
export function flattenSettings({ id, type, settings }: Source): Values {
  return { ...settings, id, type }
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
