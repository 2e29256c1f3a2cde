import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createStageRequest, stageAndRead } from '../testing/run-sync.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'

const DOCS = new URL('../../../../docs/duckdb.md', import.meta.url)
const EXAMPLE = /^\| `(.+?)` \| `(.+)` \| `(.+)` \|$/

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
})
afterAll(() => opened.close())

const examples = (await readFile(DOCS, 'utf8')).split('\n').flatMap((line) => {
  const [, type, value, json] = EXAMPLE.exec(line) ?? []
  return type === undefined || value === undefined || json === undefined ? [] : [{ type, value, json }]
})

async function readJson(value: string): Promise<string | undefined> {
  const query = `select ${value} as value, 1 as id`
  const [row] = await opened.warehouse.readRows({ query, identifier: 'id' }, 'example', 1)
  return /^\{"value":(.*),"id":1\}$/s.exec(row?.row ?? '')?.[1]
}

describe('the JSON of a value', () => {
  test('has examples in the docs', () => {
    expect(examples.length).toBeGreaterThan(85)
  })

  test('is as the docs say, in a preview and in a sync', async () => {
    const columns = examples.map(({ type, value }, index) => `cast(${value} as ${type}) as v${index}`)
    const model = { query: `select ${columns.join(', ')}, 1 as id`, identifier: 'id' }
    const expected = `{${examples.map(({ json }, index) => `"v${index}":${json},`).join('')}"id":1}`
    const [row] = await opened.warehouse.readRows(model, 'examples', 1)
    expect(row?.row).toBe(expected)
    expect(() => JSON.parse(expected) as unknown).not.toThrow()
    const { staged } = await stageAndRead(opened.warehouse, createStageRequest({ model }))
    expect(staged[0]?.row).toBe(expected)
  })

  test.each([
    [`row(1, 'x')`, '[1,"x"]'],
    [`chr(0) || chr(10) || chr(8232) || '"'`, `"\\u0000\\n\u2028\\""`],
    [`'["a,]NaN\\"", 1e5, true, null]'::json`, '["a,]NaN\\"", 1e5, true, null]'],
    [`{'it''s "x"': 1}`, `{"it's \\"x\\"":1}`],
    [`null::struct(a integer)[]`, 'null'],
    [`[null, {'a': null}]`, '[null,{"a":null}]'],
    [`map {'a "b"': [map {1: 2}]}`, '{"a \\"b\\"":[{"1":2}]}'],
  ])('of %s is %s', async (value, json) => {
    expect(await readJson(value)).toBe(json)
  })

  test('is a number that a double keeps, for every decimal and bigint that is not a string', async () => {
    const values = [
      '0.1',
      '-0.3',
      '123456789.123456789',
      '4503599627370497.5',
      '9007199254740995',
      '18669682004370968',
    ]
    for (const value of values) {
      const json = (await readJson(`${value}::decimal(38, 9)`)) ?? ''
      // Number's shortest text is what any JSON writer downstream will send.
      const sent = json.startsWith('"') ? (JSON.parse(json) as string) : String(JSON.parse(json))
      expect(
        await opened.sql(`select '${value}'::decimal(38, 9) = '${sent}'::decimal(38, 9) as same`),
      ).toEqual([{ same: true }])
    }
  })
})

describe('the columns of a row', () => {
  test('keep their names, whatever characters they have', async () => {
    const names = [
      'id',
      'Upper Case',
      'quo"te',
      "apo'strophe",
      'back\\slash',
      'tab\tin',
      'naïve ☃',
      'row',
      'model',
      'c1',
      '$1',
    ]
    const query = `select ${names.map((name, index) => `${index + 1} as "${name.replaceAll('"', '""')}"`).join(', ')}`
    const [row] = await opened.warehouse.readRows({ query, identifier: 'id' }, 'example', 1)
    expect(JSON.parse(row?.row ?? '')).toEqual(
      Object.fromEntries(names.map((name, index) => [name, index + 1])),
    )
  })

  test('may be 512', async () => {
    const query = `select ${Array.from({ length: 512 }, (_, index) => `${index}::decimal(9, 2) as c${index}`).join(', ')}`
    const model = { query, identifier: 'c7' }
    const [row] = await opened.warehouse.readRows(model, 'example', 1)
    expect(row?.recordId).toBe('7')
    const { staged } = await stageAndRead(opened.warehouse, createStageRequest({ model, mappingId: 'wide' }))
    expect(staged[0]?.row).toBe(row?.row)
  })
})
