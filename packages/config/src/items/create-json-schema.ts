import { z } from 'zod'
import { CONFIG_FILE } from './schema.ts'

/** The JSON Schema of a config file as text, draft 7: the one that editors know best. */
export function createJsonSchema(): string {
  const schema = z.toJSONSchema(CONFIG_FILE, { target: 'draft-7', io: 'input' })
  return `${JSON.stringify({ title: 'sluice.yaml', ...schema }, null, 2)}\n`
}
