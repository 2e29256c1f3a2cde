import { describe, expect, test } from '@jest/globals'
import { listCode } from './list-code.ts'
import { listLongComments } from './list-long-comments.ts'

const MOST_LINES = 300
const MOST_COLUMNS = 120

describe('the code', () => {
  const code = listCode()

  test('is in files that one can take in', () => {
    expect(code.length).toBeGreaterThan(500)
    const long = code.filter(({ text }) => text.split('\n').length - 1 > MOST_LINES)
    expect(long.map(({ path }) => path)).toEqual([])
  })

  test('has comments that fit beside it', () => {
    const long = code.flatMap(({ path, text }) =>
      listLongComments(text, MOST_COLUMNS).map((line) => `${path}:${line}`),
    )
    expect(long).toEqual([])
  })
})

test.each([
  ['a line of code', `const a = '${'x'.repeat(120)}'`, []],
  ['a comment that fits', `// ${'x'.repeat(117)}`, []],
  ['a comment that does not', `// ${'x'.repeat(118)}`, [1]],
  ['a line of a docstring that does not', `/**\n * ${'x'.repeat(118)}\n */`, [2]],
])('%s is judged by its columns', (_what, text, lines) => {
  expect(listLongComments(text, MOST_COLUMNS)).toEqual(lines)
})
