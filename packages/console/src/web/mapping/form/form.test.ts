import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Json } from '@sluice/shared/domain'
import { listFormActions } from '../fields/list-fields.ts'
import { EMPTY_FORM } from './mapping-form.ts'
import { findInput, readForm } from './read-form.ts'
import { writeForm, type MappingItem } from './write-form.ts'

const ACTIONS = listFormActions()
const names = [
  ...new Set(ACTIONS.flatMap(({ fields }) => fields.map(({ name }) => name))),
  'unknown',
  'strange',
]

const item = fc.record(
  {
    id: fc.constant('orders'),
    model: fc.constant('orders'),
    destination: fc.constant('segment'),
    action: fc.constantFrom(...ACTIONS.map(({ name }) => name)),
    trigger: fc.constantFrom(['added'], ['added', 'updated'], ['deleted']),
    filter: fc.constant('properties.plan != "internal"'),
    schedule: fc.constantFrom(
      'manual',
      { every: '15m' },
      { cron: '0 6 * * *' },
      { cron: '0 6 * * *', timezone: 'UTC' },
    ),
    enabled: fc.boolean(),
    max_deleted_percent: fc.constant(50),
    fields: fc
      .dictionary(fc.constantFrom(...names), fc.jsonValue())
      .map((fields) => JSON.parse(JSON.stringify(fields)) as Record<string, Json>),
  },
  { requiredKeys: ['id', 'model', 'destination', 'action', 'trigger', 'schedule', 'fields'] },
)

test('a form that nobody has touched means the very mapping that it shows, in the same order', () =>
  fc.assert(
    fc.property(item, (said) => {
      const base = said as MappingItem
      const { item: read, mistakes } = readForm(writeForm(base, ACTIONS), base, ACTIONS)
      expect(mistakes).toEqual([])
      expect(read).toEqual(base)
      expect(JSON.stringify(read.fields)).toBe(JSON.stringify(base.fields))
    }),
  ))

test('what is typed wrong is told at its input, and the rest is read', () => {
  const form = {
    ...EMPTY_FORM,
    name: ' orders ',
    fields: { user_id: '{ oops', traits: 'email' },
    others: '[]',
  }
  const { item, mistakes } = readForm(form, { destination: 'segment', enabled: false }, ACTIONS)
  expect(item).toMatchObject({
    id: 'orders',
    destination: 'segment',
    enabled: false,
    schedule: 'manual',
    fields: {},
  })
  expect(mistakes.map(({ input }) => input)).toEqual(['fields.user_id', 'fields.traits', 'others'])
})

test('a call that is changed leaves out what the new one does not have', () => {
  const form = {
    ...EMPTY_FORM,
    action: 'sendGroup',
    fields: { event_name: 'Order Completed', group_id: '$.properties.a' },
  }
  expect(readForm(form, {}, ACTIONS).item.fields).toEqual({ group_id: { '@path': '$.properties.a' } })
})

describe('a mistake stands at', () => {
  test.each([
    [['id'], 'name'],
    [['fields', 'traits', 'email', '@path'], 'fields.traits'],
    [['fields'], 'others'],
    [['schedule', 'cron'], 'cron'],
    [['schedule'], 'schedule'],
    [['trigger', 0], 'trigger'],
    [[], ''],
  ])('%j: %j', (path, input) => expect(findInput(path)).toBe(input))
})

test('each call shows what it is about before where it happened', () => {
  const [first] = ACTIONS.filter(({ name }) => name === 'sendTrack')
  expect(first?.fields.filter(({ isRare }) => !isRare).map(({ title }) => title)).toEqual([
    'User ID',
    'Anonymous ID',
    'Timestamp',
    'Event Name',
    'Properties',
    'Traits',
    'Group ID',
  ])
})
