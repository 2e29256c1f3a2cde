/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { ACTION_NAMES } from '@sluice/shared/domain'
import fc from 'fast-check'
import { arbitraryValue } from './testing/arbitrary-mapping.ts'
import { compileMapping } from './compile-mapping.ts'
import type { MappingConfig } from './mapping-config.ts'
import { ROW_EVENT, SUPPLEMENT, compile, identify, readEvent } from './testing/compile.ts'

describe('a compiled mapping', () => {
  test('makes the event with what its mapping left out', () => {
    expect(readEvent(identify({ user_id: { '@path': '$.properties.id' } }))).toEqual({
      type: 'identify',
      messageId: 'message-1',
      timestamp: '2026-03-01T06:00:00.000Z',
      userId: '42',
      context: { consent: {}, library: SUPPLEMENT.library },
      traits: {},
    })
  })

  test('leaves a messageId and a timestamp of the mapping alone', () => {
    const fields = {
      user_id: 'u',
      message_id: { '@template': 'm-{{properties.id}}' },
      timestamp: '2020-01-01',
    }
    expect(readEvent(identify(fields))).toMatchObject({ messageId: 'm-42', timestamp: '2020-01-01' })
  })

  test('has a messageId and a timestamp even when the mapping names columns that are missing', () => {
    const missing = { '@path': '$.properties.nothing' }
    expect(readEvent(identify({ user_id: 'u', message_id: missing, timestamp: missing }))).toMatchObject({
      messageId: 'message-1',
      timestamp: '2026-03-01T06:00:00.000Z',
    })
  })

  test('may be one directive as a whole', () => {
    const result = compile({ action: 'sendIdentify', fields: { '@path': '$.properties.payload' } }).map({
      ...ROW_EVENT,
      properties: { payload: { user_id: 7, traits: { a: 1 } } },
    })
    expect(readEvent(result)).toMatchObject({ userId: '7', messageId: 'message-1', traits: { a: 1 } })
  })

  test('makes an alias of two ids', () => {
    const fields = { user_id: { '@path': '$.properties.id' }, previous_id: { '@path': '$.properties.email' } }
    expect(readEvent(compile({ action: 'sendAlias', fields }).map(ROW_EVENT))).toEqual({
      type: 'alias',
      messageId: 'message-1',
      timestamp: '2026-03-01T06:00:00.000Z',
      previousId: 'Ada@Example.com',
      userId: '42',
      context: { consent: {}, library: SUPPLEMENT.library },
    })
  })

  test('skips the rows that its filter does not let pass', () => {
    const mapping = compile({
      action: 'sendIdentify',
      fields: { user_id: 'u' },
      filter: 'properties.email != "Ada@Example.com"',
    })
    expect(mapping.map(ROW_EVENT)).toEqual({ outcome: 'skipped' })
    expect(mapping.map({ ...ROW_EVENT, properties: {} }).outcome).toBe('event')
  })

  test.each<[string, string, MappingConfig, string]>([
    ['no id', 'id_missing', { action: 'sendIdentify', fields: {} }, 'fields needs user_id or anonymous_id'],
    [
      'no event name',
      'event_name_missing',
      { action: 'sendTrack', fields: { user_id: 'u', event_name: { '@path': '$.properties.plan' } } },
      'fields.event_name is required',
    ],
    [
      'an empty event name',
      'event_name_missing',
      { action: 'sendTrack', fields: { user_id: 'u', event_name: [''] } },
      'fields.event_name must not be empty',
    ],
    [
      'no group',
      'field_invalid',
      { action: 'sendGroup', fields: { user_id: 'u' } },
      'fields.group_id is required',
    ],
    [
      'no previous id',
      'id_missing',
      { action: 'sendAlias', fields: { user_id: 'u' } },
      'fields.previous_id is required',
    ],
    [
      'an object for text',
      'field_invalid',
      { action: 'sendIdentify', fields: { user_id: { '@path': '$.properties.cart' } } },
      'fields.user_id must be text, but for this row it is a list',
    ],
    [
      'text for a number',
      'field_invalid',
      {
        action: 'sendIdentify',
        fields: { user_id: 'u', location: { latitude: { '@path': '$.properties.email' } } },
      },
      'fields.location.latitude must be a number, but for this row it is text',
    ],
    [
      'a computed path of nothing',
      'mapping_failed',
      {
        action: 'sendIdentify',
        fields: { user_id: 'u', traits: { a: { '@path': { '@path': '$.nothing' } } } },
      },
      'fields.traits.a.@path needs text, but for this row it is nothing',
    ],
    [
      'a long messageId',
      'message_id_too_long',
      { action: 'sendIdentify', fields: { user_id: 'u', message_id: 'x'.repeat(101) } },
      'fields.message_id must have at most 100 characters, but for this row it has 101',
    ],
    [
      'a timestamp in milliseconds',
      'timestamp_invalid',
      { action: 'sendIdentify', fields: { user_id: 'u', timestamp: 1_700_000_000_000 } },
      'fields.timestamp must be an ISO-8601 time',
    ],
    [
      'an event of more than 32,000 bytes',
      'event_too_large',
      { action: 'sendIdentify', fields: { user_id: 'u', traits: { a: 'é'.repeat(16_000) } } },
      'fields makes an event of 32',
    ],
  ])('refuses %s with %s and says what to change', (_, code, config, reason) => {
    expect(compile(config).map(ROW_EVENT)).toMatchObject({
      outcome: 'invalid',
      code,
      reason: expect.stringContaining(reason),
    })
  })

  test('takes a messageId of 100 characters and an event of 32,000 bytes', () => {
    expect(identify({ user_id: 'u', message_id: 'x'.repeat(100) }).outcome).toBe('event')
    const empty = identify({ user_id: 'u', traits: { a: '' } })
    const room = 32_000 - (empty.outcome === 'event' ? Buffer.byteLength(empty.json) : 0)
    expect(identify({ user_id: 'u', traits: { a: 'x'.repeat(room) } }).outcome).toBe('event')
    expect(identify({ user_id: 'u', traits: { a: 'x'.repeat(room + 1) } }).outcome).toBe('invalid')
  })

  test('leaves the heap where it was after 300,000 rows', () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const mapping = compile({
      action: 'sendTrack',
      fields: {
        user_id: { '@path': '$.properties.id' },
        event_name: 'Cart Updated',
        properties: { email: { '@case': { operator: 'lower', value: { '@path': '$.properties.email' } } } },
      },
    })
    const run = (rows: number): void => {
      for (let row = 0; row < rows; row++) mapping.map({ ...ROW_EVENT, messageId: `message-${row}` })
    }
    run(10_000)
    collectGarbage()
    const before = getHeapStatistics().used_heap_size
    run(300_000)
    collectGarbage()
    // What kept anything of each row would have kept more.
    expect(getHeapStatistics().used_heap_size - before).toBeLessThan(4_000_000)
  })
})

test('reasons never quote a row', () => {
  const secret = 'hunter2'
  fc.assert(
    fc.property(arbitraryValue, fc.constantFrom(...ACTION_NAMES), (value, action) => {
      fc.pre(!JSON.stringify(value).includes(secret))
      const compiled = compileMapping(
        { action, fields: { user_id: value, traits: value, page: value } },
        SUPPLEMENT,
      )
      if (!compiled.ok) return
      const properties = { a: secret, b: { a: secret }, list: [secret], email: secret, name: [[secret]] }
      const result = compiled.mapping.map({ ...ROW_EVENT, properties })
      expect(result.outcome === 'invalid' ? result.reason : '').not.toContain(secret)
    }),
    { numRuns: 300 },
  )
})
