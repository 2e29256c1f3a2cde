import { describe, expect, test } from '@jest/globals'
import { checkQueries } from './check-queries.ts'
import { parseYaml } from './parse-yaml.ts'

/** What is said of a model whose query is written like this. */
function check(query: string): readonly string[] {
  const yaml = parseYaml(`models:\n- id: orders\n  query: ${query}\n  source: warehouse`)
  expect(yaml.mistakes).toEqual([])
  const told: string[] = []
  checkQueries(yaml.value, yaml.readWritten, (path, message) => {
    expect(path).toEqual(['models', 0, 'query'])
    told.push(message)
  })
  return told
}

const COMMENT = 'YAML joins the lines of this query, so "--" comments out those that follow, too: '
const QUOTES = 'YAML joins the lines of this query, also those of a text in quotes: '
const HASH = 'YAML takes " #" and what follows for a comment, so the query ends before it: '
const FOLDED = 'begin it with | instead of >'
const OTHER = 'write it as a block that begins with |'

describe('a query that YAML makes into another', () => {
  test.each([
    ['>\n    select id from orders\n    -- only web orders\n    where web', COMMENT + FOLDED],
    ['>-\n    select id -- the order\n    from orders', COMMENT + FOLDED],
    ['>+2\n    select id --\n\n    from orders\n', COMMENT + FOLDED],
    ['> # orders\n    select id\n\n      -- indented\n    from orders', COMMENT + FOLDED],
    [">\n    select 'it''s' --'\n    from orders", COMMENT + FOLDED],
    ['select id from orders\n    -- only web orders\n    where web', COMMENT + OTHER],
    ['"select id\n    -- only \\"web\\" orders\n    from orders"', COMMENT + OTHER],
    ["'select ''a'' -- only ''web''\n    from orders'", COMMENT + OTHER],
    ["&query >\n    select 'a\n    b'", QUOTES + FOLDED],
    ['>\n    select $x$ a\n    b $x$', QUOTES + FOLDED],
    ['select "a\n    b" from orders', QUOTES + OTHER],
    ["select id from orders where tags #> '{web}' is not null", HASH + OTHER],
    ["select id from orders where tag = ' #web' and paid", HASH + OTHER],
  ])('is refused with its cure: %j', (query, message) => {
    expect(check(query)).toEqual([message])
  })
})

describe('a query that stays what it is', () => {
  test.each([
    "|\n    select id -- the order\n    from orders where tag = 'a\n    b'",
    '|-\n    select id\n    -- only web\n    from orders',
    ">\n    select id, '--' as \"--\",\n    $$ -- $$, e'\\'--' from orders",
    '>\n    select id /* -- */\n    from orders',
    '>\n    select id from orders -- all of them',
    '"select id from orders -- all of them"',
    '"select id -- the order\\nfrom orders"',
    'select id from orders -- all of them',
    'select id from orders # all of them',
    "select a - -1, b->>'c' from orders\n    where a > 1",
    "'select id\n    from orders'",
    '""',
    '5',
  ])('is let through: %j', (query) => {
    expect(check(query)).toEqual([])
  })

  test('is let through as JSON', () => {
    const text = JSON.stringify(
      { models: [{ query: "select id -- the order\nfrom orders where tag = 'a\nb'" }] },
      null,
      2,
    )
    const yaml = parseYaml(text)
    checkQueries(yaml.value, yaml.readWritten, (_path, message) => expect(message).toBe(''))
    expect(yaml.mistakes).toEqual([])
  })

  test('is looked at behind an alias, too', () => {
    const yaml = parseYaml('models:\n- query: &query >\n    select 1 -- one\n    as id\n- query: *query')
    const told: unknown[] = []
    checkQueries(yaml.value, yaml.readWritten, (path) => told.push(path))
    expect(told).toEqual([
      ['models', 0, 'query'],
      ['models', 1, 'query'],
    ])
  })
})
