import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { suggestFields } from '@sluice/mapper/core'
import { listFormActions } from '../fields/list-fields.ts'
import { EMPTY_FORM, type MappingForm } from '../form/mapping-form.ts'
import { readForm } from '../form/read-form.ts'
import { fillFields, type Filled } from './fill-fields.ts'
import { takeBack } from './suggested.ts'

const ACTIONS = listFormActions()
const COLUMNS = [
  'customer_id',
  'email',
  'first_name',
  'company_name',
  'industry',
  'shipping_city',
  'utm_source',
  'billing_city',
  'name',
  'address jsonb',
]

function fill(fields: MappingForm['fields'], columns = COLUMNS, action = 'sendIdentify'): Filled {
  const typed = columns.map((column) => {
    const [name = '', type = 'text'] = column.split(' ')
    return { name, type }
  })
  const asked = suggestFields({
    action: action as 'sendIdentify',
    columns: typed,
    model: 'customers',
    identifier: null,
  })
  return fillFields({ ...EMPTY_FORM, action, fields }, asked, ACTIONS)
}

test('an empty form is filled, a member that lies deeper as part of its object', () => {
  const { fields, suggested } = fill({}, COLUMNS.slice(0, 8))
  expect(fields).toEqual({
    user_id: '$.properties.customer_id',
    traits:
      'email: $.properties.email\nfirstName: $.properties.first_name\n' +
      'company: {"name":{"@path":"$.properties.company_name"},"industry":{"@path":"$.properties.industry"}}',
    campaign_parameters: 'source: $.properties.utm_source',
  })
  expect(suggested.open).toEqual(['Address city: billing_city and shipping_city fit alike.'])
  expect(readForm({ ...EMPTY_FORM, fields }, {}, ACTIONS).mistakes).toEqual([])
})

test.each<[MappingForm['fields'], MappingForm['fields']]>([
  [{ user_id: 'me' }, { user_id: 'me' }],
  [{ traits: 'email: mine' }, { traits: 'email: mine\nname: $.properties.name' }],
  [{ traits: 'mail: $.properties.email' }, { traits: 'mail: $.properties.email\nname: $.properties.name' }],
  [{ traits: '$.properties.all' }, { traits: '$.properties.all' }],
  [{ traits: '{ oops' }, { traits: '{ oops' }],
  [{ address: 'city: x' }, { address: 'city: x' }],
  [{}, { address: '$.properties.address' }],
])('what stands in %j stays, and what it does not have is added: %j', (before, after) => {
  expect(fill(before, ['customer_id', 'email', 'name', 'address jsonb']).fields).toMatchObject(after)
})

test('what was filled can be taken back, but for what was changed since', () =>
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('user_id', 'traits', 'address', 'locale'),
        fc.constantFrom('', 'x', 'a: b', '$.c'),
      ),
      fc.subarray(COLUMNS),
      fc.option(fc.constantFrom('user_id', 'traits')),
      (before, columns, changed) => {
        const { fields, suggested } = fill(before, columns)
        const since = changed === null ? fields : { ...fields, [changed]: 'mine' }
        const back = takeBack(since, suggested.changes)
        for (const name of Object.keys(fields))
          expect(back[name] ?? '').toBe(name === changed ? 'mine' : (before[name] ?? ''))
        const typed = Object.entries(before).filter(([, text]) => text === 'x' || text === '$.c')
        expect(fields).toMatchObject(Object.fromEntries(typed))
      },
    ),
  ))
