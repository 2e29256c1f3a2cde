import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parseExact } from '@sluice/shared/queues'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest, stageAndRead } from '../testing/run-sync.ts'

const DOCS = new URL('../../../../docs/column-types.md', import.meta.url)
const EXAMPLE = /^\| `(.+?)` \| `(.+)` \| `(.+)` \|$/

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
})
afterAll(() => opened.close())

const [columns = '', nested = ''] = (await readFile(DOCS, 'utf8')).split('## Numbers within values')
const examples = listExamples(columns)

function listExamples(
  text: string,
): { readonly type: string; readonly value: string; readonly json: string }[] {
  return text.split('\n').flatMap((line) => {
    const [, type, value, json] = EXAMPLE.exec(line) ?? []
    return type === undefined || value === undefined || json === undefined ? [] : [{ type, value, json }]
  })
}

async function readJson(query: string): Promise<string | undefined> {
  const [row] = await opened.warehouse.readRows({ query, identifier: 'id' }, 'example', 1)
  return row === undefined ? undefined : /^\{"value":(.*),"id":1\}$/s.exec(row.row)?.[1]
}

describe('the JSON of a column', () => {
  test('has examples in the docs', () => {
    expect(examples.length).toBeGreaterThan(60)
  })

  test.each(examples)('$type $value is as the docs say', async ({ type, value, json }) => {
    const query = `select cast(${value} as ${type}) as value, 1 as id`
    expect(await readJson(query)).toBe(json)
    const model = { query, identifier: 'id' }
    expect(await opened.warehouse.describe(model, 'example')).toHaveLength(2)
    const { staged } = await stageAndRead(opened.warehouse, createStageRequest({ model }))
    expect(staged[0]?.row).toBe(`{"value":${json},"id":1}`)
  })

  test.each(listExamples(nested))(
    '$type $value is exact within, as the docs say',
    async ({ type, value, json }) => {
      const text = await readJson(`select cast(${value} as ${type}) as value, 1 as id`)
      expect(JSON.stringify(parseExact(text ?? ''))).toBe(json)
    },
  )

  test('is a number for a double, with however many digits it is written', async () => {
    const text = await readJson(
      `select array[18669682004370968, 0.1, 9007199254740994]::float8[] as value, 1 as id`,
    )
    expect(parseExact(text ?? '')).toEqual([18669682004370968, 0.1, 9007199254740994])
  })

  test('is a number that a double keeps, for every numeric and bigint that is not a string', async () => {
    const values = [
      '0.1',
      '-0.3',
      '1e15',
      '123456789.123456789',
      '9007199254740995',
      '4503599627370497.5',
      '1e299',
      '1e-299',
      '1e300',
      '-1e400',
      '1e-400',
      '0e-20',
    ]
    for (const value of values) {
      const json = await readJson(`select ${value}::numeric as value, 1 as id`)
      const [exact] = await opened.sql<{ same: boolean }>('select $1::numeric = $2::numeric as same', [
        value,
        // Number's shortest text is what any JSON writer downstream will send.
        json?.startsWith('"') ? JSON.parse(json) : String(JSON.parse(json ?? '')),
      ])
      expect(exact).toEqual({ same: true })
    }
  })

  test('looks through domains to the type beneath', async () => {
    await opened.sql('create domain amount as numeric; create domain price as amount check (value > 0)')
    await opened.sql('create domain moment as timestamptz')
    expect(await readJson(`select 'NaN'::price as value, 1 as id`)).toBe('null')
    expect(await readJson(`select '2024-01-01 00:00+00'::moment as value, 1 as id`)).toBe(
      '"2024-01-01T00:00:00Z"',
    )
  })

  test('is a string for an enum and an object for a composite value', async () => {
    await opened.sql(`create type mood as enum ('good', 'bad'); create type pair as (a int, b text)`)
    expect(await readJson(`select 'good'::mood as value, 1 as id`)).toBe('"good"')
    expect(await readJson(`select (1, 'x')::pair as value, 1 as id`)).toBe('{"a":1,"b":"x"}')
  })

  test('is shown whole of a text of 1 MB, which is too large to be staged', async () => {
    const model = { query: `select repeat('é', 524288) as value, 1 as id`, identifier: 'id' }
    const [row] = await opened.warehouse.readRows(model, 'example', 1)
    expect(row?.row).toBe(JSON.stringify({ value: 'é'.repeat(524_288), id: 1 }))
    const { staged, invalid } = await stageAndRead(
      opened.warehouse,
      createStageRequest({ mappingId: 'large', model }),
    )
    expect(staged).toEqual([])
    expect(invalid).toMatchObject([{ recordId: '1', code: 'row_too_large', row: '{"id" : "1"}' }])
  })

  test('breaks no line in long bytea', async () => {
    const json = await readJson(`select decode(repeat('ab', 300), 'hex') as value, 1 as id`)
    expect(json).toBe(JSON.stringify(Buffer.alloc(300, 0xab).toString('base64')))
  })

  test('does not depend on the settings of the database', async () => {
    const query = `select 1 as id, '2024-07-01 12:00+00'::timestamptz as a, '2024-07-01'::date as b, '1 day'::interval as c,
      0.1::float8 as d, array['\\x01'::bytea] as e, 12::money as f`
    const model = { query, identifier: 'id' }
    const before = await opened.warehouse.readRows(model, 'example', 1)
    const [{ name } = { name: '' }] = await opened.sql<{ name: string }>('select current_database() as name')
    const settings = [
      ['timezone', 'America/New_York'],
      ['datestyle', 'German'],
      ['intervalstyle', 'sql_standard'],
      ['extra_float_digits', '-10'],
      ['bytea_output', 'escape'],
      ['standard_conforming_strings', 'off'],
    ] as const
    for (const [setting, value] of settings)
      await opened.sql(`alter database ${name} set ${setting} = '${value}'`)
    const warehouse = openPostgresWarehouse({ connectionString: opened.url, sourceId: 'test' })
    expect(await warehouse.readRows(model, 'example', 1)).toEqual(before)
    await warehouse.close()
    for (const [setting] of settings) await opened.sql(`alter database ${name} reset ${setting}`)
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
      '?column?',
      'row',
      'model',
      'fields',
      '$1',
    ]
    const query = `select ${names.map((name, index) => `${index + 1} as "${name.replaceAll('"', '""')}"`).join(', ')}`
    const [row] = await opened.warehouse.readRows({ query, identifier: 'id' }, 'example', 1)
    expect(JSON.parse(row?.row ?? '')).toEqual(
      Object.fromEntries(names.map((name, index) => [name, index + 1])),
    )
  })

  test.each([60, 300, 512])('may be %i', async (count) => {
    const query = `select ${Array.from({ length: count }, (_, index) => `${index}::numeric as c${index}`).join(', ')}`
    const model = { query, identifier: 'c7' }
    const [row] = await opened.warehouse.readRows(model, 'example', 1)
    expect(row?.recordId).toBe('7')
    expect(Object.keys(JSON.parse(row?.row ?? ''))).toHaveLength(count)
    const { staged } = await stageAndRead(opened.warehouse, createStageRequest({ model }))
    expect(staged[0]?.row).toBe(row?.row)
  })

  test.each(['"Id"', 'id', '"weird "" id"'])('may be identified by %s', async (name) => {
    const identifier = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
    const model = { query: `select 'x' as ${name}`, identifier }
    expect(await opened.warehouse.readRows(model, 'example', 1)).toEqual([
      { recordId: 'x', row: JSON.stringify({ [identifier]: 'x' }) },
    ])
  })
})
