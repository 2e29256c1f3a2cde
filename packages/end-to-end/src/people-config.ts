/** What a scene's mapping of people says beside that of the others: each a line of YAML. */
export interface PeopleOptions {
  /** Fields beside the user id. */
  readonly fields?: readonly string[]
  /** Keys of the mapping beside the fields. */
  readonly keys?: readonly string[]
}

/** The note of a row as a trait of that name. */
export const noteTrait = (name = 'note'): string => `traits: { ${name}: { "@path": "$.properties.note" } }`

/** A file with one mapping, which identifies the rows of the table `people` by their `person_id`. */
export const writePeopleConfig = ({ fields = [], keys = [] }: PeopleOptions = {}): string => `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
${keys.map((key) => `    ${key}\n`).join('')}    fields:
      user_id: { "@path": "$.properties.person_id" }
${fields.map((field) => `      ${field}\n`).join('')}`
