import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTestWarehouse, type TestWarehouse } from './testing/open-test-warehouse.ts'
import { createStageRequest } from '../testing/run-sync.ts'

let opened: TestWarehouse

beforeAll(async () => {
  opened = await openTestWarehouse()
  await opened.sql('create table people (id int, "Name" text)')
  await opened.sql(`insert into people values (1, 'Ada')`)
})
afterAll(() => opened.close())

const describeQuery = (query: string, identifier = 'id'): Promise<unknown> =>
  opened.warehouse.describe({ query, identifier }, 'people')

describe('the columns of a model', () => {
  test('have the names and types of the result', async () => {
    expect(
      await describeQuery('select id, "Name", now() as at, array[1::bigint] as list from people'),
    ).toEqual([
      { name: 'id', type: 'integer' },
      { name: 'Name', type: 'text' },
      { name: 'at', type: 'timestamp with time zone' },
      { name: 'list', type: 'bigint[]' },
    ])
  })

  test.each([
    ['a semicolon at the end', 'select id from people;'],
    ['several semicolons and blanks', 'select id from people ; ;\n'],
    ['a comment at the end', 'select id from people -- all of them'],
    ['a semicolon and a comment', 'select id from people; -- all; of them'],
    ['a block comment at the end', 'select id from people /* all */'],
    ['a semicolon in a string', `select id, 'a;b' as x from people`],
    ['a common table expression', 'with p as (select * from people) select id from p'],
    ['values', 'select * from (values (1)) as v (id)'],
    ['a table', 'table people'],
    ['an order and a limit', 'select id from people order by 1 limit 1'],
    ['a union', 'select id from people union all select 2'],
  ])('are found of a query with %s', async (_, query) => {
    expect(await describeQuery(query)).toEqual(expect.arrayContaining([{ name: 'id', type: 'integer' }]))
    const rows = await opened.warehouse.readRows({ query, identifier: 'id' }, 'people', 1)
    expect(rows[0]?.recordId).toBe('1')
  })

  test('are found without running the query', async () => {
    await opened.sql('create sequence calls')
    await describeQuery(`select nextval('calls') as id`)
    expect(await opened.sql('select is_called from calls')).toEqual([{ is_called: false }])
  })
})

describe('a query that cannot be staged', () => {
  const notOneSelect =
    'model people: the query must be one select (or with … select, values, table) that changes nothing'

  test.each([
    [
      'a syntax error',
      'select id\nfrom people\nwhere where id = 1',
      'query_invalid',
      'model people, query line 3: syntax error at or near "where"',
    ],
    [
      'an unknown column',
      'select id,\n  nme\nfrom people',
      'query_invalid',
      'model people, query line 2: column "nme" does not exist',
    ],
    [
      'a misspelt column',
      'select p.id, p."Nam" from people p',
      'query_invalid',
      'model people, query line 1: column p.Nam does not exist (perhaps you meant to reference the column "p.Name".)',
    ],
    [
      'an unknown table after emoji',
      `select '😀' as a,\n1 as id from nowhere`,
      'query_invalid',
      'model people, query line 2: relation "nowhere" does not exist',
    ],
    [
      'a wrong literal',
      `select 'abc'::int as id`,
      'query_invalid',
      'model people, query line 1: invalid input syntax for type integer: "abc"',
    ],
    [
      'two statements',
      'select 1 as id; drop table people',
      'query_invalid',
      'model people: the query has more than one statement',
    ],
    [
      'a way out of the parentheses',
      'select 1 as id) as q; drop table people; --',
      'query_invalid',
      'model people, query line 1: syntax error at or near ")"',
    ],
    [
      'a parameter',
      'select $1::int as id',
      'query_invalid',
      'model people: the query has a parameter such as $1, and nothing to fill it: write the value itself',
    ],
    ['an insert', 'insert into people values (2) returning id', 'query_invalid', notOneSelect],
    ['an insert without rows', 'insert into people values (2)', 'query_invalid', notOneSelect],
    [
      'a deletion within',
      'with gone as (delete from people returning id) select id from gone',
      'query_invalid',
      notOneSelect,
    ],
    ['a new table', 'select 1 as id into other', 'query_invalid', notOneSelect],
    [
      'an explanation',
      'explain select 1 as id',
      'identifier_missing',
      'model people: the identifier "id" is not in the query\'s result ("QUERY PLAN")',
    ],
    [
      'a setting',
      'show timezone',
      'identifier_missing',
      'model people: the identifier "id" is not in the query\'s result ("TimeZone")',
    ],
    ['no query', '', 'query_invalid', notOneSelect],
    ['a comment alone', '-- nothing', 'query_invalid', notOneSelect],
    [
      'a division by zero that planning finds',
      'select 1 / 0 as id',
      'query_failed',
      'model people: the query failed while it ran (22012 division_by_zero)',
    ],
    [
      'two columns of one name',
      'select 1 as id, 2 as a, 3 as a',
      'column_duplicate',
      'model people: the query gives two columns the name "a": name each (… as …)',
    ],
    [
      'two columns without a name',
      `select 1 as id, 1 + 1, 2 + 2`,
      'column_duplicate',
      'model people: the query gives two columns the name "?column?"',
    ],
    [
      'no identifier',
      'select 1 as a, 2 as b',
      'identifier_missing',
      'model people: the identifier "id" is not in the query\'s result ("a", "b")',
    ],
    [
      'an identifier in other case',
      'select 1 as "ID"',
      'identifier_missing',
      'model people: the identifier "id" is not in the query\'s result ("ID"): upper and lower case differ, write "ID"',
    ],
    [
      'too many columns',
      `select ${Array.from({ length: 513 }, (_, index) => `${index} as c${index}`).join(', ')}`,
      'query_invalid',
      'model people: the query gives 513 columns, more than 512: select those that are mapped',
    ],
    [
      'its length',
      `select 1 as id /* ${'x'.repeat(65_535)} */`,
      'query_invalid',
      'model people: the query has 65556 characters, more than 65535: make it a view, and select from that',
    ],
    [
      'no columns',
      'select from people',
      'identifier_missing',
      'model people: the identifier "id" is not in the query\'s result (no columns)',
    ],
  ])('because of %s is refused', async (_, query, code, message) => {
    const refusal = {
      code,
      message: expect.stringContaining(message),
    }
    await expect(describeQuery(query)).rejects.toMatchObject(refusal)
    await expect(
      opened.warehouse.stage(createStageRequest({ model: { query, identifier: 'id' } })),
    ).rejects.toMatchObject(refusal)
    expect(await opened.sql('select count(*)::int as count from people')).toEqual([{ count: 1 }])
  })
})
