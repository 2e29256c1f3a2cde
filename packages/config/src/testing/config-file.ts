import { parseConfigFile } from '../yaml/parse-config-file.ts'

/** What a file below may name. */
export const VARIABLES = {
  WAREHOUSE_URL: 'postgres://sluice:hunter2@localhost:5432/warehouse',
  SEGMENT_WRITE_KEY: 'wk-hunter2',
  EMPTY: '',
}

/** A file that holds together. */
export const FILE = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
  - { id: lake, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: customers, source: warehouse, identifier: customer_id, query: "select * from customers" }
  - { id: lakers, source: lake, identifier: id, query: "select 1 as id" }
destinations:
  - id: segment-us
    source: warehouse
    write_key: "\${SEGMENT_WRITE_KEY}"
    region: us-west-2
mappings:
  - id: customers-identify
    model: customers
    destination: segment-us
    action: sendIdentify
    trigger: [updated, added]
    filter: properties.plan != "internal"
    schedule: { every: 15m }
    fields:
      user_id: { "@path": "$.properties.customer_id" }
      traits:
        email: { "@path": "$.properties.email" }
`

/** Mistakes of the file after one replacement, without the name of the file. */
export function listMistakes(search: string, replacement: string): readonly string[] {
  if (!FILE.includes(search)) throw new Error(`the file has no ${search}`)
  return parseText(FILE.replace(search, () => replacement))
}

/** Mistakes of a file, without its name. */
export function parseText(text: string): readonly string[] {
  const parsed = parseConfigFile(text, 'sluice.yaml', VARIABLES)
  return parsed.ok ? [] : parsed.mistakes.map((line) => line.replace(/^sluice\.yaml:/, ''))
}
