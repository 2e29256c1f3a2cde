import { expect, test } from '@jest/globals'
import { findMissingColumns } from './find-missing-columns.ts'

const LETTER = { op: 'updated', row: '{"id":"1","plan":"free"}', columns: ['plan', 'lost'] } as const

test.each<
  [string, Parameters<typeof findMissingColumns>[0], readonly string[] | 'all', readonly string[] | 'all']
>([
  ['is read now and was not then', LETTER, ['email', 'plan'], ['email']],
  ['was read then, and the model did not have it', LETTER, ['lost', 'plan'], []],
  ['is there though it was not read', LETTER, ['id'], []],
  ['may be any, since the whole row is read now', LETTER, 'all', 'all'],
  ['is null in any case, since the row was deleted', { ...LETTER, op: 'deleted' }, 'all', []],
  ['the model never had, of a row that is whole', { op: 'added', row: LETTER.row }, ['email'], []],
  ['nobody can look for, in a row that is no JSON', { ...LETTER, row: '{' }, ['email'], []],
])('of a letter a column that %s is missing, or not', (_name, letter, read, missing) => {
  expect(findMissingColumns(letter, read)).toEqual(missing)
})
