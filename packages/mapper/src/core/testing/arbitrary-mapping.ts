/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { ACTION_NAMES, type ActionName, type Json, type RowEvent } from '@sluice/shared/domain'
import fc from 'fast-check'
import { ACTIONS } from '../actions/index.ts'
import { DIRECTIVES } from '../language/directives/index.ts'

const KEYS = ['a', 'b', 'list', 'email', 'name', '0', 'length', 'constructor', '__proto__', 'x y', '', 'ü']

const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 4 }))

const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    ' 12 ',
    'true',
    '{"a":1}',
    '"quoted"',
    'back\\slash',
    'line\n',
    '\ud800',
    '2026-01-01',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
)

/** Any JSON value of a row, with the text and the keys that are easy to get wrong. */
export const arbitraryJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(text, fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).json

/** A row event as the mapper makes it, of any row. */
export const arbitraryRowEvent: fc.Arbitrary<RowEvent> = fc.record({
  type: fc.constant('track' as const),
  event: fc.constantFrom('new', 'updated', 'deleted'),
  __segment_id: text,
  messageId: text,
  timestamp: fc.constantFrom('2026-03-01T06:00:00.000Z', 'yesterday'),
  properties: fc.dictionary(key, arbitraryJson, { maxKeys: 6, noNullPrototype: true }),
})

const path = fc
  .tuple(fc.constantFrom('$.properties.', '$.', ''), fc.array(key, { minLength: 1, maxLength: 2 }))
  .map(([start, keys]) => start + keys.join('.'))

const template = fc
  .array(
    fc.oneof(
      text,
      key.map((name) => `{{properties.${name}}}`),
      key.map((name) => `{{{properties.${name}}}}`),
    ),
    {
      maxLength: 3,
    },
  )
  .map((parts) => parts.join(''))

const LIQUID = [
  '{{ properties.a | upcase }}',
  '{% if event == "new" %}n{% endif %}',
  '{{ list | map: "x" }}',
  '{{',
  'x',
]

/** Any value of a mapping: raw, or a directive with options that are mostly sound. */
export const arbitraryValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json; directive: Json; object: Json }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      path.map((at) => ({ '@path': at })),
      arbitraryJson,
      tie('directive'),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    directive: fc.oneof(
      fc.record({ '@path': fc.oneof(path, tie('value')) }),
      fc.record({ '@template': fc.oneof(template, tie('value')) }),
      fc.record({ '@liquid': fc.constantFrom(...LIQUID) }),
      fc.record({ '@literal': tie('value') }),
      fc.record({ '@excludeWhenNull': tie('value') }),
      fc.record({ '@arrayPath': fc.tuple(path, tie('object')) }),
      fc.record({
        '@if': record({ exists: tie('value'), blank: tie('value'), then: tie('value'), else: tie('value') }),
      }),
      fc.record({
        '@case': record({ operator: fc.constantFrom('lower', 'upper', 'title'), value: tie('directive') }),
      }),
      fc.record({
        '@replace': record({
          pattern: text,
          replacement: text,
          value: tie('directive'),
          ignorecase: fc.boolean(),
        }),
      }),
      fc.record({ '@flatten': record({ separator: text, value: tie('value'), omitArrays: fc.boolean() }) }),
      fc.record({ '@json': record({ mode: fc.constantFrom('encode', 'decode'), value: tie('value') }) }),
      fc.record({
        '@merge': record({
          direction: fc.constantFrom('left', 'right'),
          objects: fc.array(fc.oneof(tie('object'), tie('directive')), { maxLength: 3 }),
        }),
      }),
      fc.record({ '@transform': record({ apply: tie('object'), mapping: tie('object') }) }),
      fc.dictionary(fc.constantFrom(...DIRECTIVES.keys(), '@nope', '_metadata'), tie('value'), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
  }),
).value

/** A mapping's action and fields: known fields with any values, more often than not enough of them to make an event. */
export const arbitraryMapping: fc.Arbitrary<{
  readonly action: ActionName
  readonly fields: { readonly [field: string]: Json }
}> = fc.constantFrom(...ACTION_NAMES).chain((action) =>
  fc.record({
    action: fc.constant(action),
    fields: fc
      .tuple(
        fc.record({
          user_id: fc.constantFrom<Json>('u', { '@path': '$.properties.a' }),
          event_name: text,
          group_id: text,
          previous_id: text,
        }),
        fc.dictionary(
          fc.oneof(fc.constantFrom(...Object.keys(ACTIONS[action].fields)), key),
          fc.oneof(
            arbitraryValue,
            fc.dictionary(fc.constantFrom(...MEMBERS, ...KEYS), arbitraryValue, { maxKeys: 4 }),
          ),
          { maxKeys: 5, noNullPrototype: true },
        ),
      )
      .map(([usual, others]) => ({ ...usual, ...others })),
  }),
)

const MEMBERS = ['city', 'latitude', 'wifi', 'title', 'url', 'name', 'street', 'categoryPreferences']

function record(model: {
  readonly [option: string]: fc.Arbitrary<Json>
}): fc.Arbitrary<{ [option: string]: Json }> {
  return fc.record({ ...model }, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<{
    [option: string]: Json
  }>
}
