/** One value of a logical type, and the JSON that a mapping sees of it, in whatever way the same value is written. */
export interface TypeExample {
  readonly name: string
  readonly json: string
}

/** What a mapping sees of the values of a logical type. */
export interface LogicalTypeForm {
  /** In words. */
  readonly form: string
  readonly examples: readonly TypeExample[]
}

/**
 * The kinds of values that every warehouse has, and *the* JSON of each: a mapping means the same on all of them. What
 * a warehouse has beside these is its own, and told on its page of the docs. Any of them may be null, which is `null`.
 */
export const LOGICAL_TYPES = {
  boolean: {
    form: '`true` or `false`',
    examples: [{ name: 'true', json: 'true' }],
  },
  integer: {
    form: 'a number where a double keeps its very value, a string of digits otherwise',
    examples: [
      { name: 'small', json: '-32768' },
      { name: 'largest of all that a double keeps', json: '9007199254740992' },
      { name: 'one more', json: '"9007199254740993"' },
      { name: 'largest of 64 bits', json: '"9223372036854775807"' },
    ],
  },
  decimal: {
    form: 'a number where a double keeps its very value, a string of digits otherwise',
    examples: [
      { name: 'short', json: '1.10' },
      { name: 'long', json: '"0.12345678901234567890"' },
    ],
  },
  double: {
    form: 'a number; `null` for what is none, such as NaN',
    examples: [
      { name: 'number', json: '0.1' },
      { name: 'not a number', json: 'null' },
      { name: 'infinity', json: 'null' },
    ],
  },
  text: {
    form: 'a string',
    examples: [
      { name: 'plain', json: JSON.stringify('naïve ☃ 😀') },
      { name: 'quotes, a backslash and a line break', json: JSON.stringify('"a" \\ \n') },
      { name: 'empty', json: '""' },
    ],
  },
  bytes: {
    form: 'a string of base64',
    examples: [{ name: 'three', json: '"AP8Q"' }],
  },
  date: {
    form: 'a string, `2024-02-29`',
    examples: [{ name: 'leap day', json: '"2024-02-29"' }],
  },
  time: {
    form: 'a string, `12:30:00.5`',
    examples: [{ name: 'half a second', json: '"12:30:00.5"' }],
  },
  timestamp: {
    form: 'a string, taken to be in UTC: `2024-02-29T12:30:00Z`',
    examples: [{ name: 'whole second', json: '"2024-02-29T12:30:00Z"' }],
  },
  instant: {
    form: 'a string in UTC, with as many digits of a second as it has: `2024-02-29T10:30:00.5Z`',
    examples: [{ name: 'in another time zone', json: '"2024-02-29T10:30:00.5Z"' }],
  },
  interval: {
    form: 'a string of ISO 8601, `P1M2DT3H4M5S`',
    examples: [{ name: 'months, days and time', json: '"P1M2DT3H4M5S"' }],
  },
  uuid: {
    form: 'a string in lower case',
    examples: [{ name: 'one', json: '"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"' }],
  },
  json: {
    form: 'itself; numbers in it are exact at any depth',
    examples: [{ name: 'nested', json: '{"b": 1, "a": [true, null], "n": 750727362669608961}' }],
  },
  array: {
    form: 'an array',
    examples: [{ name: 'with null', json: '[1, null, 3]' }],
  },
  object: {
    form: 'an object',
    examples: [{ name: 'two fields', json: '{"a": 1, "b": "x"}' }],
  },
} as const satisfies Record<string, LogicalTypeForm>

export type LogicalType = keyof typeof LOGICAL_TYPES

/** The name of an example of a logical type. */
export type ExampleName<Type extends LogicalType = LogicalType> =
  (typeof LOGICAL_TYPES)[Type]['examples'][number]['name']
