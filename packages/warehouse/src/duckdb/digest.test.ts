import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createStageRequest, stageAndRead } from '../testing/run-sync.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  opened.hold.take()
})
afterAll(() => opened.close())

/** The digest of one row of values, as SQL. */
async function digest(...values: readonly string[]): Promise<string | undefined> {
  const query = `select 1 as id, ${values.map((value, index) => `${value} as v${index}`).join(', ')}`
  const request = createStageRequest({ model: { query, identifier: 'id' } })
  const { staged } = await stageAndRead(opened.warehouse, request)
  await opened.warehouse.discard(request.syncId)
  expect(staged[0]?.checksum).toMatch(/^[0-9a-f]{32}$/)
  return staged[0]?.checksum
}

const SEPARATOR = 'chr(31)'

test.each<[string, readonly string[], readonly string[]]>([
  ['null and an empty text', ['null::varchar'], [`''`]],
  ['a text in one column and in the next', [`'ab'`, `''`], [`''`, `'ab'`]],
  ['null in one column and in the next', [`'a'`, 'null::varchar'], ['null::varchar', `'a'`]],
  [
    'what parts two columns, within one',
    [`'a' || ${SEPARATOR} || '1:b'`, `''`],
    [`'a'`, `'b' || ${SEPARATOR} || '0:'`],
  ],
  ['upper and lower case', [`'a'`], [`'A'`]],
  ['a blank at the end', [`'a'`], [`'a '`]],
  ['a month and 30 days', [`interval '1 month'`], [`interval '30 days'`]],
  ['a list and its text', [`['a, b']`], [`['a', 'b']`]],
  ['a text and null in a list', [`['null']`], ['[null::varchar]']],
  ['a list of lists', ['[[1, 2], [3]]'], ['[[1], [2, 3]]']],
  ['numbers that a double would round to the same', ['9007199254740993'], ['9007199254740992']],
  ['infinity and NaN', [`'infinity'::double`], [`'nan'::double`]],
  ['bytes', [`'\\x00'::blob`], [`'\\x00\\x00'::blob`]],
  ['the type of a column', ['1::integer'], ['1::bigint']],
  ['digits of json', [`'[1.0]'::json`], [`'[1.00]'::json`]],
])('tells %s apart', async (_name, one, other) => {
  expect(await digest(...one)).not.toBe(await digest(...other))
})

test.each([
  ['decimals of two scales', '1.5::decimal(4, 1)', '1.50::decimal(9, 2)'],
  ['zero and its negative', '0::double', `'-0'::double`],
  [
    'one instant in two zones',
    `'2024-01-01 12:00:00+02'::timestamptz`,
    `'2024-01-01 10:00:00+00'::timestamptz`,
  ],
])('is the same for %s', async (_name, one, other) => {
  expect(await digest(one)).toBe(await digest(other))
})
