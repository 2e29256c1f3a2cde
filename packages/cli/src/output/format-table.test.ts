import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatTable, type Cell } from './format-table.ts'

test('columns are aligned, numbers to the right, and nothing is a dash', () => {
  expect(
    formatTable(
      ['NAME', 'ROWS', 'ON'],
      [
        ['people', 42_000, true],
        ['a', 7, false],
        [null, 0, true],
      ],
    ),
  ).toBe(
    ['NAME      ROWS  ON', 'people  42,000  yes', 'a            7  no', '-            0  yes', ''].join('\n'),
  )
})

test('a table without rows is its head', () => {
  expect(formatTable(['A', 'B'], [])).toBe('A  B\n')
})

test('every row is one line, whatever its cells hold', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '\n', '\t', ' ', '\r') }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell)), (rows) => {
      expect(formatTable(['A', 'B', 'C'], rows).split('\n')).toHaveLength(rows.length + 2)
    }),
  )
})
