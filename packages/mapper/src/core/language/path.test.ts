import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compileGet, parsePath, parseRowPath } from './path.ts'

describe('a path', () => {
  test.each([
    ['', []],
    ['.', []],
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['..a..b.', ['a', 'b']],
    ["a['b']", ['a', 'b']],
    ['a["b c"].d', ['a', 'b c', 'd']],
    ['list[0].sku', ['list', '0', 'sku']],
    ['a[b]', ['a[b]']],
    ['list[-1]', ['list[-1']],
    ['list[*]', ['list[*]']],
    ["it's", ['its']],
    ["a['b.c']", ['a', 'b', 'c']],
  ])('%j has the keys %j', (path, keys) => {
    expect(parsePath(path)).toEqual(keys)
  })

  test.each([
    ['$.a.b', ['a', 'b']],
    ['a$.b', ['ab']],
    ['$', ['$']],
    ['$.', []],
    ["$['a']", ['$', 'a']],
  ])('of a row, %j has the keys %j', (path, keys) => {
    expect(parseRowPath(path)).toEqual(keys)
  })
})

describe('reading a path', () => {
  test.each([null, 0, '', false])('stops at %j and yields it', (falsy) => {
    expect(compileGet(['a', 'b', 'c'])({ a: { b: falsy } })).toBe(falsy)
  })

  test.each([
    ['text', 'length', 4],
    ['text', '0', 't'],
    [[1, 2], 'length', 2],
    [[1, 2], '1', 2],
    [5, 'a', undefined],
  ])('sees the own members of %j: %s is %j', (value, key, wanted) => {
    expect(compileGet(['value', key])({ value })).toBe(wanted)
  })

  test('never reaches what a value inherits', () => {
    const names = fc.constantFrom(
      'constructor',
      'toString',
      '__proto__',
      'map',
      'valueOf',
      'hasOwnProperty',
      'at',
    )
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.array(fc.integer()))
    fc.assert(
      fc.property(value, names, fc.array(names, { maxLength: 2 }), (row, name, more) => {
        fc.pre(
          row !== null && row !== '' && row !== 0 && row !== false && !Object.hasOwn(row as object, name),
        )
        expect(compileGet([name, ...more])(row)).toBeUndefined()
      }),
    )
  })
})
