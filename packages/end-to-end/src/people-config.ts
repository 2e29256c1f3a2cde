/** What a scene's mapping of people says beside that of the others: each a line of YAML. */
export interface PeopleOptions {
  /** Fields beside the user id. */
  readonly fields?: readonly string[]
  /** Keys of the mapping beside the fields. */
  readonly keys?: readonly string[]
}

/** The note of a row as a trait of that name. */
export const noteTrait = (name = 'note'): string => `traits: { ${name}: { "@path": "$.properties.note" } }`

/** A file without its mappings: a model of the table `people`, whose identifier is `person_id`, and where it goes. */
export const PEOPLE_SCENE = `
sources:
  - { id: warehouse, type: postgres, connection: "\${WAREHOUSE_URL}" }
models:
  - { id: people, source: warehouse, identifier: person_id, query: "select * from people" }
destinations:
  - { id: segment-us, write_key: "\${US_KEY}", region: us-west-2 }
`

/** A file with one mapping, which identifies the rows of the table `people` by their `person_id`. */
export const writePeopleConfig = ({
  fields = [],
  keys = [],
}: PeopleOptions = {}): string => `${PEOPLE_SCENE}mappings:
  - id: people-identify
    model: people
    destination: segment-us
    action: sendIdentify
    trigger: [added, updated]
${keys.map((key) => `    ${key}\n`).join('')}    fields:
      user_id: { "@path": "$.properties.person_id" }
${fields.map((field) => `      ${field}\n`).join('')}`
