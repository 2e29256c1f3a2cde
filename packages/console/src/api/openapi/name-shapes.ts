import { RESOURCE_KINDS } from '@sluice/config'
import { createItemShape } from '../schemas/item-shape.ts'
import {
  CHECK,
  DEAD_LETTER,
  EFFECT,
  EVENT_PREVIEW,
  ISSUE,
  MODEL_PREVIEW,
  PROBLEM,
  SYNC,
} from '../schemas/documents.ts'
import { toJsonSchema, type JsonSchema } from './shape.ts'

/** What has a name in the document, for whoever has a client made of it; what is part of another stands first. */
export const NAMED_SHAPES: readonly (readonly [name: string, schema: JsonSchema])[] = [
  ...Object.entries({
    Issue: ISSUE,
    Problem: PROBLEM,
    Sync: SYNC,
    DeadLetter: DEAD_LETTER,
    Check: CHECK,
    Effect: EFFECT,
    ModelPreview: MODEL_PREVIEW,
    EventPreview: EVENT_PREVIEW,
  }).map(([name, shape]) => [name, toJsonSchema(shape, 'output')] as const),
  ...RESOURCE_KINDS.map(
    (kind) => [`${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, createItemShape(kind)] as const,
  ),
]

/** A schema in which what has a name is referred to by it. */
export function nameShapes(schema: JsonSchema): JsonSchema {
  const names = new Map(NAMED_SHAPES.map(([name, named]) => [JSON.stringify(named), name]))
  const refer = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const name = names.get(JSON.stringify(value))
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
    if (Array.isArray(value)) return value.map(refer)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, refer(member)]))
  }
  return refer(schema) as JsonSchema
}
