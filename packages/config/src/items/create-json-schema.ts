import { z } from 'zod'
import { listKeys, type ResourceKind } from './kinds.ts'

const listOf = (kind: ResourceKind, description: string): z.ZodType =>
  z
    .array(z.strictObject(Object.fromEntries(listKeys(kind).map(([, { name, schema }]) => [name, schema]))))
    .optional()
    .describe(description)

/** The JSON Schema of a config file as text, draft 7: the one that editors know best. */
export function createJsonSchema(): string {
  const document = z.strictObject({
    sources: listOf('source', 'The warehouses.'),
    models: listOf('model', 'The queries whose rows are sent.'),
    destinations: listOf('destination', 'The Segment sources to send to.'),
    mappings: listOf('mapping', 'What of a model goes where, as which call.'),
  })
  const schema = z.toJSONSchema(document, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ title: 'sluice.yaml', ...schema }, null, 2)}\n`
}
