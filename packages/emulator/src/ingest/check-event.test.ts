import { describe, expect, test } from '@jest/globals'
import { EVENT_TYPES } from '../call.ts'
import { checkEvent } from './check-event.ts'

const COMPLETE = { userId: 'u1', event: 'Order Completed', groupId: 'g1', previousId: 'p1' }

describe('checkEvent', () => {
  test.each(EVENT_TYPES)('a complete %s breaks no rule', (type) => {
    expect(checkEvent(COMPLETE, type)).toBeNull()
  })

  test.each([
    ['text is no event', 'text', 'track', 'not_an_object'],
    ['null is no event', null, 'track', 'not_an_object'],
    ['a list is no event', [COMPLETE], 'track', 'not_an_object'],
    ['a type is needed', COMPLETE, undefined, 'unknown_type'],
    ['types are case-sensitive', COMPLETE, 'Track', 'unknown_type'],
    ['a type that objects inherit is unknown', COMPLETE, 'toString', 'unknown_type'],
    ['batch is no type', COMPLETE, 'batch', 'unknown_type'],
    ['an event without any id is rejected', { event: 'e' }, 'track', 'missing_user_id'],
    ['an empty userId is none', { ...COMPLETE, userId: '' }, 'identify', 'missing_user_id'],
    ['an object as userId is none', { ...COMPLETE, userId: {} }, 'identify', 'missing_user_id'],
    ['a groupId alone does not say who', { groupId: 'g1' }, 'group', 'missing_user_id'],
    ['a track needs an event', { userId: 'u1' }, 'track', 'missing_event'],
    ['a track needs an event that is a text', { userId: 'u1', event: 5 }, 'track', 'missing_event'],
    ['a track needs an event that is not empty', { userId: 'u1', event: '' }, 'track', 'missing_event'],
    ['a group needs a groupId', { userId: 'u1' }, 'group', 'missing_group_id'],
    ['an alias needs a previousId', { userId: 'u1' }, 'alias', 'missing_previous_id'],
    ['a timestamp must be a date', { userId: 'u1', timestamp: 'yesterday' }, 'identify', 'invalid_timestamp'],
    [
      'a timestamp must be a text',
      { userId: 'u1', timestamp: 1_700_000_000 },
      'identify',
      'invalid_timestamp',
    ],
    [
      'a timestamp must exist',
      { userId: 'u1', timestamp: '2026-13-01T00:00:00Z' },
      'page',
      'invalid_timestamp',
    ],
    ['a messageId must be a text', { userId: 'u1', messageId: 7 }, 'screen', 'invalid_message_id'],
    [
      '101 characters are too long',
      { userId: 'u1', messageId: 'x'.repeat(101) },
      'page',
      'message_id_too_long',
    ],
  ])('%s', (_, event, type, reason) => {
    expect(checkEvent(event, type)).toBe(reason)
  })

  test.each([
    ['an anonymousId stands in for a userId', { anonymousId: 'a1' }, 'identify'],
    ['a number is an id', { userId: 0 }, 'identify'],
    ['a page needs no name', { userId: 'u1' }, 'page'],
    ['a null timestamp is none', { userId: 'u1', timestamp: null }, 'identify'],
    ['a null or empty messageId is none', { userId: 'u1', messageId: '' }, 'identify'],
    ['100 characters are not too long', { userId: 'u1', messageId: 'x'.repeat(100) }, 'page'],
  ])('%s', (_, event, type) => {
    expect(checkEvent(event, type)).toBeNull()
  })
})
