import { describe, expect, test } from '@jest/globals'
import { BadRequest } from './bad-request.ts'
import { readPage, slicePage } from './read-page.ts'

const ITEMS = [1, 2, 3, 4, 5]

describe('readPage and slicePage', () => {
  test.each([
    ['', [1, 2, 3, 4, 5]],
    ['limit=2', [1, 2]],
    ['limit=2&offset=2', [3, 4]],
    ['offset=9', []],
    ['limit=0', []],
    ['order=newest&limit=2', [5, 4]],
    ['order=newest&limit=3&offset=3', [2, 1]],
    ['order=newest&offset=9', []],
  ])('"%s" is the page %j', (query, items) => {
    expect(slicePage(ITEMS, readPage(new URLSearchParams(query)))).toEqual(items)
  })

  test.each(['limit=-1', 'limit=x', 'limit=', 'limit=10001', 'offset=1.5', 'order=best'])(
    '"%s" is a bad request',
    (query) => {
      expect(() => readPage(new URLSearchParams(query))).toThrow(BadRequest)
    },
  )
})
