import { expect, test } from '@jest/globals'
import { cutRows } from './cut-rows.ts'

const ROW = { recordId: '1', row: '{"name":"é"}' }
const ROW_BYTES = 14

test.each([
  ['all that fit', 2 * ROW_BYTES, 2, false],
  ['no row that would be too much', 2 * ROW_BYTES - 1, 1, true],
  ['none where the first is too large', ROW_BYTES - 1, 0, true],
])('of two rows there are %s, in bytes', (_what, limitBytes, count, isCut) => {
  expect(cutRows([ROW, ROW], limitBytes)).toEqual({ rows: [ROW, ROW].slice(0, count), isCut })
})
