import { WAREHOUSE_TYPES } from '@sluice/warehouse/registry'
import { z } from 'zod'
import { listKeys, type ResourceKind } from './kinds.ts'

const itemOf = (kind: ResourceKind, item?: unknown): z.ZodObject =>
  z.strictObject(Object.fromEntries(listKeys(kind, item).map(([, { name, schema }]) => [name, schema])))

/** A source of each type has its own keys. */
const sourceItem = (): z.ZodType => {
  const items = WAREHOUSE_TYPES.map(({ type }) => {
    const item = itemOf('source', { type })
    return item.extend({ type: z.enum([type]).describe('What kind of warehouse it is.') })
  })
  const [only] = items
  return only !== undefined && items.length === 1 ? only : z.union(items)
}

const listOf = (item: z.ZodType, description: string): z.ZodType =>
  z.array(item).optional().describe(description)

/** The JSON Schema of a config file as text, draft 7: the one that editors know best. */
export function createJsonSchema(): string {
  const document = z.strictObject({
    sources: listOf(sourceItem(), 'The warehouses.'),
    models: listOf(itemOf('model'), 'The queries whose rows are sent.'),
    destinations: listOf(itemOf('destination'), 'The Segment sources to send to.'),
    mappings: listOf(itemOf('mapping'), 'What of a model goes where, as which call.'),
  })
  const schema = z.toJSONSchema(document, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ title: 'sluice.yaml', ...schema }, null, 2)}\n`
}
