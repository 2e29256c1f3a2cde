/** How a mapping of the memory tests differs from the others. */
export interface MemoryOptions {
  readonly filter?: string
  readonly trigger?: string
  readonly query?: string
  readonly trait?: string
}

/** A file with one mapping of the table of its name, which sends every change. */
export const writeMemoryConfig = (
  name: string,
  { filter, trigger, query, trait = 'plan' }: MemoryOptions = {},
): string => `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: ${name}, source: warehouse, identifier: id, query: ${JSON.stringify(query ?? `select * from ${name}`)} }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: ${name}
    model: ${name}
    destination: segment-us
    action: sendTrack
    trigger: ${trigger ?? '[added, updated, deleted]'}
    ${filter === undefined ? '' : `filter: ${JSON.stringify(filter)}`}
    max_deleted_percent: 100
    fields:
      user_id: { "@path": "$.__segment_id" }
      event_name: { "@path": "$.event" }
      properties: { of: ${name}, plan: { "@path": "$.properties.${trait}" } }
`
