import { expect, test } from '@jest/globals'
import { findCircles } from './find-circles.ts'

const find = (imports: Readonly<Record<string, readonly string[]>>) =>
  findCircles(new Map(Object.entries(imports)))

test.each([
  ['a tree', { a: ['b', 'c'], b: ['c'], c: [] }, []],
  ['a file that imports itself', { a: ['a'] }, [['a']]],
  [
    'a circle with ways in and out',
    { in: ['a'], a: ['b'], b: ['c', 'out'], c: ['a'], out: [] },
    [['a', 'b', 'c']],
  ],
  [
    'two circles with a way between them',
    { a: ['b'], b: ['a', 'way'], way: ['c'], c: ['d'], d: ['c'] },
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
])('%s has the circles that it has', (_what, imports, circles) => {
  expect(find(imports)).toEqual(circles)
})
