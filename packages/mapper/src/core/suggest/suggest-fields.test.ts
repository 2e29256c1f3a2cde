import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ACTION_NAMES, type ActionName, type Json } from '@sluice/shared/domain'
import { lintMapping } from '../lint/lint-mapping.ts'
import { compile } from '../testing/compile.ts'
import { suggestFields, type Suggestions } from './suggest-fields.ts'
import { readKnownTables, type KnownTable } from '../../testing/known-tables.ts'

const TABLES = readKnownTables()

/** Suggestions for columns that are written as `name` or `name type`. */
function suggest(
  action: ActionName,
  columns: readonly string[],
  { model = 'export', identifier = null }: { model?: string; identifier?: string | null } = {},
): Suggestions {
  const named = columns.map((column) => {
    const [name = '', type = 'text'] = column.split(' ')
    return { name, type }
  })
  return suggestFields({ action, model, identifier, columns: named })
}

/** The share of columns for which the field is suggested that a person would choose, or none where that is right. */
function measure(tables: readonly KnownTable[]) {
  const judged = tables.flatMap(({ action, columns, name: model }) => {
    const { suggestions } = suggestFields({ action, columns, model, identifier: null })
    return columns.map(({ name, field }) => {
      const got = suggestions.find(({ path }) => path === `$.properties.${name}`)?.field ?? null
      return { isRight: got === field, isField: field !== null, isWrong: got !== null && got !== field }
    })
  })
  const fields = judged.filter(({ isField }) => isField)
  const share = (part: readonly unknown[], of: readonly unknown[]): number =>
    Math.round((1000 * part.length) / of.length) / 10
  return {
    columns: judged.length,
    right: share(
      judged.filter(({ isRight }) => isRight),
      judged,
    ),
    found: share(
      fields.filter(({ isRight }) => isRight),
      fields,
    ),
    wrong: judged.filter(({ isWrong }) => isWrong).length,
  }
}

describe('of the columns of public schemas', () => {
  // Rules were made looking at two tables of three; the third was only ever counted.
  const isHeldOut = (_table: KnownTable, index: number): boolean => index % 3 === 2

  test('those that rules were made by get the field that a person would choose', () => {
    const { columns, right, found, wrong } = measure(
      TABLES.filter((table, index) => !isHeldOut(table, index)),
    )
    expect(columns).toBeGreaterThan(600)
    expect(right).toBeGreaterThanOrEqual(97.5)
    expect(found).toBeGreaterThanOrEqual(97.5)
    expect(wrong).toBeLessThanOrEqual(3)
  })

  test('so do those that nobody looked at', () => {
    const { columns, right, found, wrong } = measure(TABLES.filter(isHeldOut))
    expect(columns).toBeGreaterThan(270)
    expect(right).toBeGreaterThanOrEqual(95)
    expect(found).toBeGreaterThanOrEqual(93)
    expect(wrong).toBeLessThanOrEqual(2)
  })
})

describe('whatever the columns, and for every call', () => {
  test.each(ACTION_NAMES)('%s gets fields that it has, each once, from a column each', (action) => {
    for (const { columns, name } of TABLES) {
      const { suggestions, needed, ties } = suggestFields({ action, columns, model: name, identifier: null })
      const fields: Record<string, Json> = {}
      for (const { field, path } of suggestions) {
        const parts = field.split('.')
        const last = parts.pop() ?? ''
        const object = parts.reduce<Record<string, Json>>((within, part) => {
          return (within[part] ??= {}) as Record<string, Json>
        }, fields)
        expect(object).not.toHaveProperty(last)
        object[last] = { '@path': path }
      }
      expect(new Set(suggestions.map(({ path }) => path)).size).toBe(suggestions.length)
      for (const field of [
        ...needed.map((names) => names.split(' or ')[0] ?? ''),
        ...ties.map((tie) => tie.field),
      ])
        if (!field.includes('.')) fields[field] ??= 'x'
      compile({ action, fields })
      const read = columns.map((column) => column.name)
      const warnings = lintMapping({ action, fields }, { model: name, columns: read })
      expect(warnings).toEqual([])
    }
  })

  test('the order of columns changes nothing, and any name is taken', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTION_NAMES),
        fc.uniqueArray(
          fc.oneof(fc.string(), fc.constantFrom('id', 'user_id', 'Email', 'email', 'created_at', 'city')),
        ),
        fc.string(),
        (action, columns, model) => {
          const typed = columns.map((name) => ({ name, type: 'text' }))
          const there = suggestFields({ action, columns: typed, model, identifier: null })
          const back = suggestFields({ action, columns: typed.toReversed(), model, identifier: null })
          expect(back.suggestions).toEqual(there.suggestions)
          expect(back.ties).toEqual(there.ties)
        },
      ),
    ))
})

describe('a person chooses', () => {
  test.each<[ActionName, readonly string[], readonly string[]]>([
    ['sendIdentify', ['billing_city', 'shipping_city', 'email'], ['address.city']],
    ['sendTrack', ['customer_id', 'member_id'], ['user_id']],
    ['sendTrack', ['opened_at timestamp', 'clicked_at timestamp'], ['timestamp']],
    ['sendIdentify', ['Email', 'email'], ['traits.email']],
  ])('in %s of %j: %j', (action, columns, fields) => {
    const { suggestions, ties } = suggest(action, columns)
    expect(ties.map(({ field }) => field)).toEqual(fields)
    expect(suggestions.filter(({ field }) => fields.includes(field))).toEqual([])
  })

  test('and is told what the call cannot be without', () => {
    expect(suggest('sendTrack', ['price numeric']).needed).toEqual(['user_id or anonymous_id', 'event_name'])
    expect(suggest('sendAlias', ['user_id']).needed).toEqual(['previous_id'])
    expect(suggest('sendGroup', ['visitor_id', 'company_id']).needed).toEqual([])
  })
})

describe('what a column is called', () => {
  test.each<[ActionName, string, string, string | undefined]>([
    ['sendIdentify', 'CustID', 'export', 'user_id'],
    ['sendIdentify', 'usr_first_name', 'export', 'traits.firstName'],
    ['sendIdentify', 'name_first', 'people', 'traits.firstName'],
    ['sendGroup', 'hq_city', 'accounts', 'traits.address.city'],
    ['sendTrack', 'unit_price_usd numeric', 'order_items', 'properties.price'],
    ['sendTrack', 'url', 'events', 'page.url'],
    ['sendIdentify', 'Mailing_City__c', 'export', 'address.city'],
    ['sendIdentify', 'email_opt_in boolean', 'people', undefined],
    ['sendIdentify', 'email boolean', 'people', undefined],
    ['sendIdentify', 'password', 'users', undefined],
    ['sendIdentify', 'email_hash', 'users', undefined],
    ['sendIdentify', 'product_name', 'users', undefined],
    ['sendIdentify', 'name', 'fct_customers', 'traits.name'],
    ['sendTrack', 'name', 'products', 'properties.name'],
    ['sendTrack', 'name', 'events_by_customer', 'event_name'],
    ['sendTrack', 'created_at bigint', 'orders', undefined],
    ['sendTrack', "it's", 'orders', undefined],
    ['sendGroup', 'id', 'dim_companies', 'group_id'],
    ['sendPage', 'context_page_url', 'pages', 'page.url'],
    ['sendScreen', 'timezone', 'screens', 'timezone'],
  ])('in %s, %s of %s: %s', (action, column, model, field) => {
    expect(suggest(action, [column], { model }).suggestions[0]?.field).toBe(field)
  })

  test('is told as the reason, with how sure it is', () => {
    const { suggestions } = suggest('sendTrack', ['customer_id', 'email', 'amount text'], { model: 'orders' })
    expect(suggestions).toEqual([
      {
        field: 'user_id',
        path: '$.properties.customer_id',
        score: 0.95,
        reason: '"id" is another name of it; "customer" says whose',
      },
      {
        field: 'properties.revenue',
        path: '$.properties.amount',
        score: 0.8,
        reason: '"amount" is another name of it; its type has to be read as another',
      },
      { field: 'traits.email', path: '$.properties.email', score: 1, reason: '"email" is its name' },
    ])
  })

  test('is likelier the id that tells the rows of the model apart', () => {
    const columns = ['customer_id', 'account_holder', 'member_id']
    expect(suggest('sendIdentify', columns, { identifier: 'member_id' }).suggestions[0]).toMatchObject({
      field: 'user_id',
      path: '$.properties.member_id',
    })
  })
})
