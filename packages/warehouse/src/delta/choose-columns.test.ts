import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ComparedColumns } from '../requests.ts'
import { chooseColumns, NO_COLUMNS } from './choose-columns.ts'
import type { MemoryColumns } from './manifests.ts'

const choose = (model: string, wanted: string, known: MemoryColumns | undefined) => {
  const { digested, next, isDigestedAnew } = chooseColumns(
    model.split(''),
    wanted === 'all' ? 'all' : wanted.split(''),
    'i',
    known,
  )
  return [digested.join(''), next.digested.join(''), isDigestedAnew]
}
const memory = (digested: string, rule: string = digested): MemoryColumns => ({
  digested: digested.split(''),
  rule: rule === 'all' ? 'all' : rule.split(''),
  model: digested.split(''),
})

describe('the columns by which rows are compared, and remembered from then on,', () => {
  test.each<[string, MemoryColumns | undefined, string, string, string, string, boolean]>([
    ['of a memory that holds nothing', NO_COLUMNS, 'ibca', 'a', 'ai', 'ai', false],
    ['of one that holds nothing, where all count', NO_COLUMNS, 'ibca', 'all', 'abci', 'abci', false],
    ['of one as it was', memory('iab', 'iab'), 'iabc', 'ab', 'iab', 'iab', false],
    ['when the order of columns changes', memory('iba', 'all'), 'iab', 'all', 'iba', 'iba', false],
    ['when more begin to count', memory('ia'), 'iabc', 'ab', 'ia', 'abi', true],
    ['when some stop to count', memory('iab'), 'iabc', 'a', 'iab', 'ai', true],
    ['when all counted before, and few do now', memory('iabc', 'all'), 'iabc', 'a', 'iabc', 'ai', true],
    ['when all begin to count', memory('ia'), 'iab', 'all', 'ia', 'abi', true],
    ['when all counted and all do now', memory('iab', 'all'), 'iab', 'ab', 'iab', 'iab', false],
    ['when all count and one is new', memory('ia', 'all'), 'iab', 'all', 'abi', 'abi', false],
    [
      'when all counted and one is new that does not count',
      memory('ia', 'all'),
      'iab',
      'a',
      'ia',
      'ia',
      false,
    ],
    ['when all counted and one is gone', memory('iab', 'all'), 'ia', 'a', 'ai', 'ai', false],
    ['when one that counts is gone', memory('iab'), 'ia', 'ab', 'ai', 'ai', false],
    ['when one that counted is gone, which stops to count', memory('iab'), 'ia', 'a', 'ai', 'ai', false],
    ['when one that counted is there again', memory('ia', 'iab'), 'iab', 'ab', 'abi', 'abi', false],
    ['of the first format', undefined, 'cbia', 'all', 'cbia', 'cbia', false],
    ['of the first format, where few count', undefined, 'cbia', 'c', 'cbia', 'ci', true],
  ])('%s', (_name, known, model, wanted, digested, next, isDigestedAnew) => {
    expect(choose(model, wanted, known)).toEqual([digested, next, isDigestedAnew])
  })

  const columns = fc.subarray(['a', 'b', 'c', 'd', 'e']).map((names): readonly string[] => ['i', ...names])
  const rule: fc.Arbitrary<ComparedColumns> = fc.oneof(fc.constant('all' as const), columns)

  test('are the same for a model that stays, whatever is wanted of it: only what was remembered decides', () => {
    fc.assert(
      fc.property(columns, fc.array(rule, { minLength: 1 }), (model, wishes) => {
        let known = NO_COLUMNS
        for (const wanted of wishes) {
          const { digested, next } = chooseColumns(model, wanted, 'i', known)
          expect(digested).toEqual(known === NO_COLUMNS ? next.digested : known.digested)
          expect(next.digested.toSorted()).toEqual(
            model.filter((name) => name === 'i' || wanted === 'all' || wanted.includes(name)).toSorted(),
          )
          known = next
        }
      }),
    )
  })

  test('do not change once they are what is wanted, whatever else the model gains and loses', () => {
    fc.assert(
      fc.property(columns, columns, columns, (wanted, one, other) => {
        const first = chooseColumns([...new Set([...wanted, ...one])], wanted, 'i', NO_COLUMNS).next
        const second = chooseColumns([...new Set([...wanted, ...other])], wanted, 'i', first)
        expect(second.digested).toEqual(first.digested)
        expect(second.isDigestedAnew).toBe(false)
      }),
    )
  })
})
