/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import type { Json } from '@sluice/shared/domain'
import { compileMapping } from '../compile-mapping.ts'
import { arbitraryValue } from '../testing/arbitrary-mapping.ts'
import { DIRECTIVES } from './directives/index.ts'
import { DIRECTIVE_SCHEMAS, MAPPING_SCHEMA } from './mapping-schema.ts'

const accepts = new Ajv({ allowUnionTypes: true, strictTuples: false }).compile(MAPPING_SCHEMA)

const compiles = (value: Json): boolean =>
  compileMapping(
    { action: 'sendTrack', fields: { user_id: 'u', event_name: 'e', properties: value } },
    { library: { name: 'sluice', version: '0' } },
  ).ok

test('knows every directive, and no other', () =>
  expect(Object.keys(DIRECTIVE_SCHEMAS).toSorted()).toEqual([...DIRECTIVES.keys()].toSorted()))

test('refuses nothing that the compiler takes', () =>
  fc.assert(
    fc.property(arbitraryValue, (value) => {
      fc.pre(!accepts(value))
      expect(compiles(value)).toBe(false)
    }),
    { numRuns: 200, maxSkipsPerRun: 1_000 },
  ))

describe('refuses with the compiler', () => {
  test.each<[Json]>([
    [{ '@nope': 1 }],
    [{ '@path': 1 }],
    [{ '@path': '$.a', beside: 1 }],
    [{ deep: { '@liquid': 1 } }],
    [{ '@case': { operator: 1 } }],
    [{ '@replace': { pattern: 'longer than ten', value: 'x' } }],
    [{ '@replace': { pattern: 'x' } }],
    [{ '@json': { mode: 'encode' } }],
    [{ '@merge': { objects: ['x'] } }],
    [{ '@transform': { apply: {} } }],
    [{ '@if': { exists: { '@path': '$.a' }, then: { '@path': 1 } } }],
  ])('%j', (value) => expect([accepts(value), compiles(value)]).toEqual([false, false]))
})
