import { describe, expect, test } from '@jest/globals'
import { parseYaml } from './parse-yaml.ts'

const laughs = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
  const before = 'abcdefgh'[index] ?? ''
  return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`
})

describe('YAML that is no plain data, or would not stay small, is refused in one line with its place', () => {
  test.each([
    [
      'deep braces',
      `a: ${'{a: '.repeat(3_000)}1${'}'.repeat(3_000)}`,
      1,
      'is nested more than 100 levels deep',
    ],
    ['deep brackets', `a:\n  ${'['.repeat(20_000)}`, 2, 'is nested more than 100 levels deep'],
    [
      'a deep block',
      Array.from({ length: 500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      101,
      'is nested more than 100 levels deep',
    ],
    [
      'a billion laughs',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${laughs.join('\n')}`,
      6,
      'aliases stand for more than 100,000 values up to here',
    ],
    [
      'very many aliases',
      `a: &a [x, x, x]\nb:\n${'  - *a\n'.repeat(30_000)}`,
      25_003,
      'aliases stand for more than 100,000 values up to here',
    ],
    ['a list in itself', 'a:\n  - &a [1, *a]', 2, '*a stands inside of what it stands for'],
    ['an object in itself', 'a: &a\n  b:\n    c: *a', 3, '*a stands inside of what it stands for'],
    ['a merge of itself', 'a: &a\n  <<: *a', 2, '*a stands inside of what it stands for'],
    ['an alias above its anchor', 'a: *b\nb: &b 1', 1, 'there is no anchor &b above'],
    [
      'a huge file',
      `a: "${'x'.repeat(4_000_000)}"`,
      1,
      'the file is too large: it may have 4,000,000 characters',
    ],
    ['a tag of JavaScript', 'a:\n  - !!js/function "x"', 2, 'tags such as this one mean nothing here'],
    ['a tag of its own', 'a: !mine []', 1, 'tags such as this one mean nothing here'],
    ['bytes', 'a: 1\nb: !!binary "aGVsbG8="', 2, 'tags such as this one mean nothing here'],
    ['a set', 'a: !!set {b, c}', 1, 'tags such as this one mean nothing here'],
    [
      'many documents',
      '---\na: 1\n'.repeat(1_000),
      3,
      'the file must hold one YAML document, but a second one begins here',
    ],
    ['a list as a key', 'a: 1\n? [b, c]\n: d', 2, 'a key must be text'],
    ['an alias as a key', 'a: &a b\n*a : c', 2, 'a key must be text'],
    [
      'a number that is not exact',
      'a: 1\nb: [12345678901234567891]',
      2,
      'so large a number is not exact: put it in quotes',
    ],
    [
      'another version',
      '%YAML 1.1\n---\na: yes',
      1,
      'the file must be YAML 1.2, in which yes, no and 012 are text: leave out "%YAML 1.1"',
    ],
  ])('%s', (_what, text, line, message) => {
    const yaml = parseYaml(text)
    expect(yaml.mistakes).toEqual([{ line, message }])
    expect(yaml.value).toBeUndefined()
  })
})

describe('the value of YAML', () => {
  test('has what its aliases stand for in every place, more than a hundred times too', () => {
    const { value, mistakes } = parseYaml(
      `a: &a { b: &b [1] }\nc: [${Array(500).fill('*a').join(', ')}]\nd: *b`,
    )
    expect(mistakes).toEqual([])
    expect(value).toEqual({ a: { b: [1] }, c: Array.from({ length: 500 }, () => ({ b: [1] })), d: [1] })
  })

  test('takes the last anchor of a name before the alias', () => {
    expect(parseYaml('a: &x 1\nb: *x\nc: &x 2\nd: *x').value).toEqual({ a: 1, b: 1, c: 2, d: 2 })
  })

  test('keeps every key as a member, whatever its name', () => {
    const { value } = parseYaml('__proto__: { a: 1 }\n1: b\ntrue: c\nnull: d\n"": e')
    expect(Object.entries(value as object)).toEqual([
      ['1', 'b'],
      ['__proto__', { a: 1 }],
      ['true', 'c'],
      ['', 'e'],
    ])
  })

  test('knows the lines of what stands behind an alias', () => {
    const { locate } = parseYaml('a: &a\n  b: 1\nc: *a')
    expect([locate(['c']), locate(['c', 'b']), locate(['c', 'b', 'd'])]).toEqual([3, 2, 2])
  })
})
