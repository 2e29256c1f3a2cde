import { z } from 'zod'
import { isRecord } from './json-value.ts'
import { listKeys, listTypes, type ResourceKind } from './kinds.ts'

/** A JSON Schema as an object. */
type JsonSchema = Readonly<Record<string, unknown>>

/** What stands in an item for a secret that nobody may read. */
const SET: JsonSchema = {
  type: 'object',
  properties: { set: { const: true } },
  required: ['set'],
  additionalProperties: false,
  description: 'A secret that is there and stays as it is.',
}

/**
 * The JSON Schema of one item as JSON says it, in the dialect of 2020-12: secrets in clear text, or `{ set: true }`.
 * `more` are properties that it may have beside its keys.
 */
export function createItemSchema(
  kind: ResourceKind,
  more: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  const items = listTypes(kind).map((type) => createOf(kind, type, more))
  const [only] = items
  return only !== undefined && items.length === 1 ? only : { anyOf: items }
}

function createOf(
  kind: ResourceKind,
  type: string | undefined,
  more: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const keys = listKeys(kind, { type })
  const shapes = keys.map(([, { name, schema }]) => [name, schema] as const)
  const written = z.toJSONSchema(z.strictObject(Object.fromEntries(shapes)), {
    target: 'draft-2020-12',
    io: 'input',
  })
  const { $schema: _dialect, $defs: _defs, ...schema } = allowAnyJson(written)
  const properties = { ...(schema.properties as Record<string, JsonSchema>) }
  for (const [, { name, isHidden }] of keys)
    if (isHidden === true && properties[name] !== undefined) properties[name] = allowSet(properties[name])
  if (type !== undefined) properties['type'] = { const: type }
  return { ...schema, properties: { ...properties, ...more } }
}

/** The one thing that refers to itself is any JSON, which an empty schema says as well. */
function allowAnyJson(schema: JsonSchema): JsonSchema {
  const revive = (_key: string, value: unknown): unknown => (isRecord(value) && '$ref' in value ? {} : value)
  return JSON.parse(JSON.stringify(schema), revive) as JsonSchema
}

/** The same with `{ set: true }` in the place of any text; what a file has to write there is no rule for JSON. */
function allowSet(schema: JsonSchema): JsonSchema {
  if (schema['type'] === 'string') {
    const { pattern: _pattern, description, ...text } = schema
    return { ...(description === undefined ? {} : { description }), anyOf: [text, SET] }
  }
  const { properties } = schema
  if (!isRecord(properties)) return schema
  const members = Object.entries(properties).map(([name, member]) => [name, allowSet(member as JsonSchema)])
  return { ...schema, properties: Object.fromEntries(members) }
}
