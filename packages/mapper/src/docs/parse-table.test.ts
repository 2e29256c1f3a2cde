import { describe, expect, test } from '@jest/globals'
import { parseTable, readCode } from './parse-table.ts'

const MARKDOWN = `# Title

| a | b |
|---|---|
| \`1\` | one |
| \`2\` | two |

| other | b |
|---|---|
| \`3\` | three |
`

describe('parseTable', () => {
  test('rows come with their line, from tables with the asked titles only', () => {
    expect(parseTable(MARKDOWN, ['a', 'b'])).toEqual([
      { line: 5, cells: ['`1`', 'one'] },
      { line: 6, cells: ['`2`', 'two'] },
    ])
  })

  test('a table that is not there has no rows', () => {
    expect(parseTable(MARKDOWN, ['x'])).toEqual([])
  })
})

describe('readCode', () => {
  test.each([
    ['`{ "a": 1 }`', '{ "a": 1 }'],
    ['left out', undefined],
    ['`a` and more', undefined],
  ])('%s', (cell, code) => {
    expect(readCode(cell)).toBe(code)
  })
})
