import { createItemSchema, type ResourceKind } from '@sluice/config'
import type { JsonSchema } from '../openapi/shape.ts'

/** What an item has beside its keys; said on the way in, it means nothing. */
const BESIDE: Readonly<Record<string, JsonSchema>> = {
  managed_by: {
    enum: ['file', 'console'],
    description: 'Who keeps it; what a file keeps is changed with `take_over` only.',
  },
  version: { type: 'string', description: 'Another after every change; also the ETag.' },
  warnings: {
    type: 'array',
    description: 'What is legal and likely wrong; in answers to a change.',
    items: {
      type: 'object',
      properties: { path: { type: 'string' }, message: { type: 'string' } },
      required: ['path', 'message'],
    },
  },
}

/** An item as the API takes and gives it. */
export function createItemShape(kind: ResourceKind): JsonSchema {
  return createItemSchema(kind, BESIDE)
}

/** What was said of the item itself. */
export function omitBeside(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => !(name in BESIDE)))
}
