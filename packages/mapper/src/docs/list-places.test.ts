import { describe, expect, test } from '@jest/globals'
import { listPlaces } from './list-places.ts'

describe('listPlaces', () => {
  test('a field stands wherever the event names it, at any depth', () => {
    const places = listPlaces({
      event: {
        type: { from: 'constant', text: 'page' },
        name: { from: 'field', field: 'page_name' },
        context: { from: 'object', members: { consent: { from: 'consent', field: 'consent' } } },
        properties: {
          from: 'object',
          spread: 'properties',
          members: { name: { from: 'field', field: 'page_name' } },
          over: { url: { from: 'field', field: 'page', member: 'url' } },
        },
      },
    })
    expect(Object.fromEntries(places)).toEqual({
      page_name: ['name', 'properties.name'],
      consent: ['context.consent'],
      properties: ['properties'],
      page: ['properties.url'],
    })
  })
})
