import { z } from 'zod'
import { listKeys, listTypes, type ResourceKind } from './kinds.ts'

const itemOf = (kind: ResourceKind, item?: unknown): z.ZodObject =>
  z.strictObject(Object.fromEntries(listKeys(kind, item).map(([, { name, schema }]) => [name, schema])))

/** A source, or a channel, of each type has its own keys. */
const typedItem = (kind: 'source' | 'channel', description: string): z.ZodType => {
  const items = listTypes(kind).map((type) => {
    const item = itemOf(kind, { type })
    return item.extend({ type: z.literal(type).describe(description) })
  })
  const [only] = items
  return only !== undefined && items.length === 1 ? only : z.union(items)
}

const listOf = (item: z.ZodType, description: string): z.ZodType =>
  z.array(item).optional().describe(description)

/** The JSON Schema of a config file as text, draft 7: the one that editors know best. */
export function createJsonSchema(): string {
  const document = z.strictObject({
    sources: listOf(typedItem('source', 'What kind of warehouse it is.'), 'The warehouses.'),
    models: listOf(itemOf('model'), 'The queries whose rows are sent.'),
    destinations: listOf(itemOf('destination'), 'The Segment sources to send to.'),
    mappings: listOf(itemOf('mapping'), 'What of a model goes where, as which call.'),
    alerts: z
      .strictObject({
        channels: listOf(typedItem('channel', 'How it reaches people.'), 'Where alerts are sent.'),
        rules: listOf(itemOf('rule'), 'What people want to be told of.'),
      })
      .optional()
      .describe('Who is told when something is wrong.'),
  })
  const schema = z.toJSONSchema(document, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ title: 'sluice.yaml', ...schema }, null, 2)}\n`
}
