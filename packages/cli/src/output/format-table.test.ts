import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Cell, Column } from './column.ts'
import { formatTable, type Row } from './format-table.ts'
import { measureWidth } from './shorten.ts'
import { writeLine } from './write-line.ts'

function format(columns: readonly Column[], rows: readonly (readonly Cell[])[], width?: number): string {
  return write(
    columns,
    rows.map((cells) => ({ cells })),
    width,
  )
}

function write(columns: readonly Column[], rows: readonly Row[], width?: number): string {
  return formatTable(columns, rows, width)
    .map((line) => writeLine(line, { colors: false }))
    .join('')
}

const name = (heading: string, options: Partial<Column> = {}): Column => ({ heading, ...options })

describe('a table', () => {
  test('aligns columns, numbers to the right, and nothing is a dash', () => {
    expect(
      format(
        [name('NAME'), name('ROWS'), name('ON')],
        [
          ['people', 42_000, true],
          ['a', 7, false],
          [null, 0, true],
        ],
      ),
    ).toBe(
      ['NAME      ROWS  ON', 'people  42,000  yes', 'a            7  no', '-            0  yes', ''].join(
        '\n',
      ),
    )
  })

  test('without rows is its head', () => {
    expect(format([name('A'), name('B')], [])).toBe('A  B\n')
  })

  test('leaves out a column without anything in it, and zeros that say nothing', () => {
    const columns = [name('A'), name('B'), name('C', { hidesZeros: true }), name('D')]
    expect(
      format(columns, [
        ['x', null, 0, 0],
        ['y', '', 0, 0],
      ]),
    ).toBe('A  D\nx  0\ny  0\n')
  })

  test('tells what belongs to a row below it, in lines that fit', () => {
    const details = ['reason: a word and a word and a word']
    expect(write([name('A')], [{ cells: ['x'], details }], 20)).toBe(
      'A\nx\n  reason: a word and\n  a word and a word\n',
    )
  })

  test('shortens texts before it leaves out what is spare, and leaves whole what may not be cut', () => {
    const columns = [
      name('ID'),
      name('NAME', { shorten: 'middle' }),
      name('REASON', { shorten: 'end', isSpare: true }),
    ]
    const rows = [['0b0f7a9e', 'customers-of-the-north-identify', 'needs a user id, and has none']]
    expect(format(columns, rows, 60)).toBe(
      'ID        NAME                      REASON\n0b0f7a9e  customers-of…th-identify  needs a user id, and ha…\n',
    )
    expect(format(columns, rows, 26)).toBe('ID        NAME\n0b0f7a9e  customer…dentify\n')
  })

  test('counts what a terminal shows: wide characters take two columns', () => {
    expect(
      format(
        [name('A'), name('B')],
        [
          ['東京', 'x'],
          ['a', 'y'],
        ],
      ),
    ).toBe('A     B\n東京  x\na     y\n')
  })
})

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.string({ unit: fc.oneof(fc.constantFrom('a', '\n', '\t', ' ', '\r', '\u001b', '東'), fc.string()) }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)

test('every row is one line, whatever its cells hold', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell)), (rows) => {
      expect(format([name('A'), name('B'), name('C')], rows).split('\n')).toHaveLength(rows.length + 2)
    }),
  )
})

test('a table of texts that may be cut is never wider than it may be', () => {
  const columns = [name('A', { shorten: 'end' }), name('B', { shorten: 'middle' })]
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), fc.integer({ min: 28, max: 120 }), (rows, width) => {
      for (const line of format(columns, rows, width).split('\n'))
        expect(measureWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})
