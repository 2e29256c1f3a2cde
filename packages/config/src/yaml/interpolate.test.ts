import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escapeReferences, interpolate, maskVariables } from './interpolate.ts'
import type { Mistake } from '../items/mistake.ts'

const VARIABLES = { A: 'one', B_2: 'two', EMPTY: '' }

function run(value: unknown): { readonly value: unknown; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  return {
    value: interpolate(value, VARIABLES, [], (path, message) => mistakes.push({ path, message })),
    mistakes,
  }
}

describe('a reference', () => {
  test.each([
    ['${A}', 'one'],
    ['a ${A} and ${B_2}${A}', 'a one and twoone'],
    ['$A $ {A} {A} $', '$A $ {A} {A} $'],
    ['$${A}', '${A}'],
    ['$$${A}', '$${A}'],
    ['$$', '$$'],
    ['$$.properties', '$$.properties'],
  ])('in %s makes %s', (text, expected) => {
    expect(run(text)).toEqual({ value: expected, mistakes: [] })
  })

  test('is found in every string of a value, and keys are left alone', () => {
    expect(run({ '${A}': ['${A}', 1, null, { deep: '${B_2}' }] })).toEqual({
      value: { '${A}': ['one', 1, null, { deep: 'two' }] },
      mistakes: [],
    })
  })

  test.each([
    ['${NONE}', 'environment variable NONE is not set'],
    ['${EMPTY}', 'environment variable EMPTY is not set'],
    ['${constructor}', 'environment variable constructor is not set'],
    [
      '${a-b}',
      'after ${ the name of an environment variable and } must follow; write $${ for the characters themselves',
    ],
    [
      '${',
      'after ${ the name of an environment variable and } must follow; write $${ for the characters themselves',
    ],
  ])('such as %s is told with its path and left as it is', (text, message) => {
    expect(run({ list: [text] })).toEqual({
      value: { list: [text] },
      mistakes: [{ path: ['list', 0], message }],
    })
  })
})

describe('laws', () => {
  const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', 'x', ' ') })

  test('any text, escaped, interpolates to itself', () => {
    fc.assert(
      fc.property(text, (original) =>
        expect(run(escapeReferences(original))).toEqual({ value: original, mistakes: [] }),
      ),
    )
  })

  test('an escaped text names no variable', () => {
    fc.assert(
      fc.property(text, (original) =>
        expect(maskVariables(escapeReferences(original))).toBe(escapeReferences(original)),
      ),
    )
  })

  test('a value without a dollar is not changed', () => {
    const values = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('$'))
    fc.assert(fc.property(values, (value) => expect(run(value)).toEqual({ value, mistakes: [] })))
  })
})
