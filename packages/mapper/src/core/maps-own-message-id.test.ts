import { expect, test } from '@jest/globals'
import type { Json } from '@sluice/shared/domain'
import { mapsOwnMessageId } from './maps-own-message-id.ts'

test.each<[string, { readonly [field: string]: Json }, boolean]>([
  ['says nothing of it', { user_id: 'u' }, false],
  ['says what holds anyway', { message_id: { '@path': '$.messageId' } }, false],
  ['takes it from a column', { message_id: { '@path': '$.properties.id' } }, true],
  ['gives all events one', { message_id: 'one' }, true],
  ['leaves it out', { message_id: null }, true],
  ['is made by a directive as a whole', { __segment_internal_directive: { '@path': '$.properties' } }, true],
])('a mapping that %s has messageIds of its own, or not', (_name, fields, isOwn) => {
  expect(mapsOwnMessageId({ fields })).toBe(isOwn)
})
