import { z } from 'zod'

/** A JSON Schema as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What JSON looks like: a schema of ours, or a JSON Schema. */
export type Shape = z.ZodType | JsonSchema

/** The JSON Schema of a shape, in the dialect of OpenAPI 3.1; `io` says whether it is taken or given. */
export function toJsonSchema(shape: Shape, io: 'input' | 'output'): JsonSchema {
  if (!(shape instanceof z.ZodType)) return shape
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { target: 'draft-2020-12', io })
  return schema
}
