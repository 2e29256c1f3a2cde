import { expect, test } from '@jest/globals'
import { parseQuery } from './parse-query.ts'

test('a query names its metrics, with the labels that it matches and keeps', () => {
  const query = 'sum by (queue) (rate(a_total{outcome!="x"}[5m] offset 1h)) > 0 unless on () b{c=~"d"}'
  expect(parseQuery(query)).toEqual({
    selectors: [
      { metric: 'a_total', labels: ['queue', 'outcome'] },
      { metric: 'b', labels: ['c'] },
    ],
    mistakes: [],
  })
})

test.each(['sum(a{b="c"', 'a b', 'rate(a[5])) ', 'max by a (b)'])('%s is no PromQL', (query) => {
  expect(parseQuery(query).mistakes).not.toEqual([])
})
