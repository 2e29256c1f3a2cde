/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if and a keyword of JSON Schema, not of a promise. */
/** A JSON Schema, as draft 7 has it. */
export type JsonSchema = { readonly [keyword: string]: unknown }

const anything = { $ref: '#/definitions/anything' }
const text = { type: 'string' }
const textOrDirective = { anyOf: [text, { $ref: '#/definitions/directive' }] }
const object = { type: 'object' }
const flag = { type: 'boolean' }

const options = (
  required: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  type: 'object',
  required,
  properties,
  // An option is no directive itself.
  propertyNames: { not: { pattern: '^@' } },
})

/** What each directive takes, with a sentence on what it does; options that are not named are passed over. */
export const DIRECTIVE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  '@path': { ...textOrDirective, description: 'The value at a path of the row: $.properties.email.' },
  '@template': {
    ...textOrDirective,
    description: 'Text with values in it: Hi {{properties.name}}. Always text.',
  },
  '@liquid': { ...text, description: 'A Liquid template. Always text.' },
  '@literal': { description: 'The value as it stands; directives in it are still resolved.' },
  '@excludeWhenNull': { description: 'The value without what is null in it.' },
  '@if': {
    ...options([], { exists: anything, blank: {}, then: anything, else: anything }),
    description: 'One value where something exists (or is not blank), another where it does not.',
  },
  '@case': {
    ...options([], { operator: { ...text, examples: ['lower', 'upper'] }, value: textOrDirective }),
    description: 'Text in lower or upper case.',
  },
  '@replace': {
    ...options(['pattern', 'value'], {
      pattern: { ...text, minLength: 1, maxLength: 10 },
      replacement: { ...text, maxLength: 10 },
      value: textOrDirective,
      ignorecase: flag,
      global: flag,
    }),
    description: 'Text with one short text in the place of another.',
  },
  '@arrayPath': {
    type: 'array',
    minItems: 1,
    items: [textOrDirective, {}],
    description: 'A list made of the list at a path, each item in a shape of its own.',
  },
  '@flatten': {
    ...options(['value'], { value: anything, separator: text, omitArrays: {} }),
    description: 'Nested objects as one, their keys joined by a separator.',
  },
  '@json': {
    ...options(['mode', 'value'], { mode: { ...text, examples: ['encode', 'decode'] }, value: anything }),
    description: 'A value as JSON text (encode), or JSON text as what it says (decode).',
  },
  '@merge': {
    ...options(['objects'], {
      objects: { type: 'array', items: object },
      direction: { ...text, examples: ['left', 'right'] },
    }),
    description: 'Several objects as one; of a key that two have, the left or the right one counts.',
  },
  '@transform': {
    ...options(['apply', 'mapping'], { apply: object, mapping: object }),
    description: 'A mapping of what another mapping makes.',
  },
}

/** A directive where there is one of its keys, else something else. */
function isDirective(otherwise: JsonSchema): JsonSchema {
  return {
    if: { type: 'object', not: { propertyNames: { not: { pattern: '^@' } } } },
    then: { $ref: '#/definitions/directive' },
    else: otherwise,
  }
}

/**
 * The mapping language as a JSON Schema (draft 7), for editors: what it refuses the compiler refuses, too, which
 * knows more.
 */
export const MAPPING_SCHEMA: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $ref: '#/definitions/value',
  definitions: {
    directive: {
      type: 'object',
      properties: { ...DIRECTIVE_SCHEMAS, _metadata: {} },
      additionalProperties: false,
      oneOf: Object.keys(DIRECTIVE_SCHEMAS).map((name) => ({ required: [name] })),
    },
    // Inside of options only what is a directive at first sight is looked at before there are rows; lists never are.
    anything: isDirective({}),
    value: isDirective({
      anyOf: [{ not: object }, { type: 'object', additionalProperties: { $ref: '#/definitions/value' } }],
    }),
  },
}
