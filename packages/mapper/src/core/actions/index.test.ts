import { describe, expect, test } from '@jest/globals'
import { ACTION_NAMES } from '@sluice/shared/domain'
import { ACTIONS } from './index.ts'
import type { EventPart } from './event-part.ts'

/** Fields that an event may hold without the mapping naming them. */
const SUPPLIED = ['library']

function listFields(part: EventPart): string[] {
  if (part.from === 'constant') return []
  if (part.from !== 'object') return [part.field]
  const nested = [...Object.values(part.members), ...Object.values(part.over ?? {})].flatMap(listFields)
  return part.spread === undefined ? nested : [part.spread, ...nested]
}

describe.each(ACTION_NAMES)('%s', (name) => {
  const action = ACTIONS[name]

  test('stands under its own name', () => {
    expect(action.name).toBe(name)
  })

  test('is data but for perform, so forms and documentation can be drawn from it', () => {
    const { perform, ...data } = action
    expect(typeof perform).toBe('function')
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  })

  test('says of every field and member what it is', () => {
    for (const { label, description, members = {} } of Object.values(action.fields)) {
      for (const text of [
        label,
        description,
        ...Object.values(members).flatMap((each) => [each.label, each.description]),
      ]) {
        expect(text).toMatch(/\S/)
      }
    }
  })

  test('makes its event of its own fields', () => {
    const known = [...Object.keys(action.fields), ...SUPPLIED]
    for (const field of Object.values(action.event).flatMap(listFields)) {
      // A group call has no group in its context, and only some actions have one at all.
      expect([...known, 'group_id']).toContain(field)
    }
    for (const field of action.idFields) expect(Object.keys(action.fields)).toContain(field)
  })

  test('performs without its payload being changed', () => {
    const payload = Object.freeze({
      user_id: 'u',
      traits: Object.freeze({ a: 1 }),
      properties: Object.freeze({ name: null }),
      address: Object.freeze({}),
      consent: Object.freeze({ categoryPreferences: { ads: 'yes' } }),
    })
    expect(action.perform(payload)).toMatchObject({ userId: 'u', context: { consent: {} } })
  })
})

test('a page takes its properties from its fields, and null overrides them too', () => {
  const { properties } = ACTIONS.sendPage.perform({
    page_name: 'Home',
    page_category: 'Docs',
    page: { title: 'T', url: 'https://example.com' },
    properties: { name: null, title: 'Own' },
  })
  expect(properties).toEqual({ name: null, category: 'Docs', title: 'Own', url: 'https://example.com' })
})

test('the address of an identify call replaces an address among the traits, even when it is empty', () => {
  expect(ACTIONS.sendIdentify.perform({ traits: { a: 1, address: 'text' }, address: {} })['traits']).toEqual({
    a: 1,
    address: {},
  })
})
