/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import {
  ACTION_NAMES,
  EVENT_LIMIT_BYTES,
  createRowEvent,
  type Json,
  type RowEvent,
} from '@sluice/shared/domain'
import fc from 'fast-check'
import { arbitraryMapping, arbitraryRowEvent, arbitraryValue } from './arbitrary-mapping.ts'
import { ACTIONS } from './actions/index.ts'
import { compileMapping, compilePlan, layDefaults } from './compile-mapping.ts'
import { Budget, VALUE_LIMIT_CHARACTERS } from './language/budget.ts'
import { buildJson } from './event/build-json.ts'
import { compileWriter } from './event/write-json.ts'
import type { CompiledMapping, MapResult, MappingConfig } from './mapping-config.ts'

const SUPPLEMENT = { library: { name: 'sluice', version: '1.2.3' } }

const ROW_EVENT = createRowEvent(
  {
    seq: 1,
    op: 'added',
    recordId: '42',
    version: 1,
    checksum: 'cafe',
    row: { id: 42, email: 'Ada@Example.com', plan: null, cart: [{ sku: 'A' }], secret: 'hunter2' },
  },
  'message-1',
  '2026-03-01T06:00:00.000Z',
)

function compile(config: MappingConfig): CompiledMapping {
  const result = compileMapping(config, SUPPLEMENT)
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes))
  return result.mapping
}

function identify(fields: MappingConfig['fields'], event: RowEvent = ROW_EVENT): MapResult {
  return compile({ action: 'sendIdentify', fields }).map(event)
}

function readEvent(result: MapResult): Json {
  if (result.outcome !== 'event') throw new Error(JSON.stringify(result))
  return JSON.parse(result.json) as Json
}

const createBudget = (): Budget => new Budget().begin(VALUE_LIMIT_CHARACTERS)

const TEXT = { label: '', description: '', type: 'string' } as const

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}

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

  test('leaves the heap where it was after a million rows', () => {
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
    run(1_000_000)
    collectGarbage()
    expect(getHeapStatistics().used_heap_size - before).toBeLessThan(4_000_000)
  })
})

describe('compiling', () => {
  test('tells every mistake at once, each with its place', () => {
    const result = compileMapping(
      {
        action: 'sendNothing' as 'sendTrack',
        filter: 'type = ',
        fields: {
          user_id: { '@path': 5 },
          traits: {
            a: { '@nope': 1 },
            b: { '@case': { operator: 1, value: 2 } },
            c: { '@path': '$.a', other: 1 },
            d: { '@merge': { objects: [{ x: { '@Path': 'y' } }, 'text'], direction: 'up' } },
            e: { '@replace': { pattern: '12345678901' } },
          },
        },
      },
      SUPPLEMENT,
    )
    expect(result.ok ? [] : result.mistakes.map(({ path }) => path.join('.'))).toEqual([
      'action',
      'fields.user_id.@path',
      'fields.traits.a.@nope',
      'fields.traits.b.@case.operator',
      'fields.traits.b.@case.value',
      'fields.traits.c',
      'fields.traits.d.@merge.direction',
      'fields.traits.d.@merge.objects.0.x.@Path',
      'fields.traits.d.@merge.objects.1',
      'fields.traits.e.@replace.pattern',
      'fields.traits.e.@replace',
    ])
  })

  test('refuses a filter that cannot be read', () => {
    const result = compileMapping({ action: 'sendIdentify', fields: {}, filter: 'type = "track' }, SUPPLEMENT)
    expect(result).toMatchObject({ ok: false, mistakes: [{ path: ['filter'] }] })
  })

  test('warns of what is legal and fails or does nothing', () => {
    const result = compileMapping(
      {
        action: 'sendIdentify',
        filter: "type = 'track'",
        fields: {
          user_id: 'u',
          traits: {
            list: [{ '@nope': 1 }, { '@path': '$.a', k: 1 }],
            text: { '@liquid': '{% for %}' },
            name: { '@case': { operator: 'title', value: { '@path': '$.a' } } },
            json: { '@json': { mode: 'ENCODE', value: { '@path': '$.a' } } },
            both: { '@merge': { direction: 'LEFT', objects: [{ '@path': '$.a' }] } },
          },
        },
      },
      SUPPLEMENT,
    )
    expect(result.ok ? result.warnings.map(({ path }) => path.join('.')) : result.mistakes).toEqual([
      'fields.traits.list.0.@nope',
      'fields.traits.list.1',
      'fields.traits.text.@liquid',
      'fields.traits.name.@case.operator',
      'fields.traits.json.@json.mode',
      'fields.traits.both.@merge.direction',
      'filter',
    ])
  })

  test('answers a filter whose path has 30,000 names with a mistake, in its place', () => {
    const filter = `properties${'.a'.repeat(30_000)} = "x"`
    expect(compileMapping({ action: 'sendIdentify', fields: {}, filter }, SUPPLEMENT)).toEqual({
      ok: false,
      mistakes: [
        { path: ['filter'], message: 'has a path of 30000 names, "a.a.a.a.a.a.a.a.a.a.…"; it may have 1000' },
      ],
    })
  })

  test('reads a path of any length, as nothing when no row has it', () => {
    const names = '.a'.repeat(30_000)
    for (const traits of [{ a: { '@path': `$${names}` } }, { '@template': `{{properties${names}}}` }]) {
      const compiled = compileMapping(
        { action: 'sendIdentify', fields: { user_id: 'u', page: { title: traits } } },
        SUPPLEMENT,
      )
      expect(compiled.ok && compiled.mapping.map(ROW_EVENT).outcome).not.toBe(false)
    }
  })

  test.each([300, 10_000])('answers directives and objects that are nested %i deep', (levels) => {
    const wraps: readonly ((inner: Json) => Json)[] = [
      (inner) => ({ '@literal': inner }),
      (inner) => ({ '@json': { mode: 'encode', value: inner } }),
      (inner) => ({ '@if': { exists: inner, then: 1 } }),
      (inner) => ({ in: inner }),
      (inner) => [inner],
    ]
    for (const wrap of wraps) {
      let value: Json = { '@path': '$.a' }
      for (let level = 0; level < levels; level++) value = wrap(value)
      const { ok } = compileMapping(
        { action: 'sendIdentify', fields: { user_id: 'u', traits: { value } } },
        SUPPLEMENT,
      )
      expect(ok).toBe(levels === 300)
    }
  })

  test('answers a mapping that is nested too deeply, or is no JSON, with a mistake', () => {
    let deep: Json = 'bottom'
    for (let depth = 0; depth < 100_000; depth++) deep = { in: deep }
    for (const traits of [deep, 5n as unknown as Json]) {
      expect(compileMapping({ action: 'sendIdentify', fields: { traits } }, SUPPLEMENT)).toMatchObject({
        ok: false,
        mistakes: [{ path: ['fields'] }],
      })
    }
  })
})

describe('whatever the mapping and the row', () => {
  test('compiling and mapping never throw, and an event is JSON', () => {
    fc.assert(
      fc.property(arbitraryMapping, arbitraryRowEvent, (config, event) => {
        const compiled = compileMapping(config, SUPPLEMENT)
        if (!compiled.ok) return
        const result = compiled.mapping.map(event)
        const json = result.outcome === 'event' ? result.json : '{"messageId":"none"}'
        expect(JSON.parse(json)).toMatchObject({ messageId: expect.any(String) })
      }),
      { numRuns: 600 },
    )
  })

  test('neither is changed', () => {
    fc.assert(
      fc.property(arbitraryMapping, arbitraryRowEvent, (config, event) => {
        const compiled = compileMapping(deepFreeze(config), SUPPLEMENT)
        const before = JSON.stringify(event)
        if (compiled.ok) compiled.mapping.map(deepFreeze(event))
        expect(JSON.stringify(event)).toBe(before)
      }),
      { numRuns: 300 },
    )
  })

  test('even rows that no JSON holds only make the outcome invalid', () => {
    const mapping = compile({
      action: 'sendIdentify',
      fields: {
        user_id: 'u',
        traits: { a: { '@path': '$.properties.a' }, b: { '@template': '{{properties.b}}' } },
      },
    })
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true }), (value) => {
        const event = { ...ROW_EVENT, properties: value } as unknown as RowEvent
        const result = mapping.map(event)
        if (result.outcome === 'event') JSON.parse(result.json)
      }),
    )
    expect(mapping.map(null as unknown as RowEvent).outcome).toBe('invalid')
  })

  test('the text written straight from the row is the text built through objects', () => {
    let written = 0
    fc.assert(
      fc.property(arbitraryMapping, arbitraryRowEvent, fc.boolean(), ({ action, fields }, event, isBare) => {
        const definition = ACTIONS[action]
        const plan = compilePlan(definition, layDefaults(definition, fields), isBare ? null : SUPPLEMENT)
        const write = plan.ok ? compileWriter(plan.plan) : undefined
        if (!plan.ok || write === undefined) return
        const text = attempt(() => write(event, new Budget().begin(EVENT_LIMIT_BYTES)))
        if (text === undefined) return
        written++
        expect(text).toBe(buildJson(plan.plan, event, createBudget()))
      }),
      { numRuns: 1_000 },
    )
    expect(written).toBeGreaterThan(100)
  })

  test.each(ACTION_NAMES)('text of any characters is written rightly in every field of %s', (action) => {
    const definition = ACTIONS[action]
    const column = { '@path': '$.properties.a' }
    const fields = Object.entries(definition.fields).map(([field, { type, members = { free: TEXT } }]) => {
      const texts = Object.entries(members).filter(([, member]) => member.type === 'string')
      return [field, type === 'string' ? column : Object.fromEntries(texts.map(([key]) => [key, column]))]
    })
    for (const supplement of [null, SUPPLEMENT]) {
      const mapped: MappingConfig['fields'] = Object.fromEntries(fields)
      const plan = compilePlan(
        definition,
        supplement ? { ...mapped, timestamp: '2026-01-01' } : mapped,
        supplement,
      )
      if (!plan.ok) throw new Error(JSON.stringify(plan.mistakes))
      const write = compileWriter(plan.plan)
      fc.assert(
        fc.property(
          fc.string({ unit: 'binary', minLength: 1 }),
          fc.constantFrom('', '"', '\\', '\n', '\ud800'),
          (text, odd) => {
            const event = { ...ROW_EVENT, properties: { a: text.slice(0, 40) + odd } }
            expect(write?.(event, createBudget())).toBe(buildJson(plan.plan, event, createBudget()))
          },
        ),
      )
    }
  })

  test('what an event holds is what the mapping alone says', () => {
    fc.assert(
      fc.property(arbitraryValue, arbitraryRowEvent, (value, event) => {
        const compiled = compilePlan(ACTIONS.sendIdentify, { value }, null)
        if (!compiled.ok) return
        const { root } = compiled.plan
        const resolved = attempt(() => ({ text: JSON.stringify(root.resolve(event, createBudget())) }))
        expect(attempt(() => ({ text: root.write(event, createBudget()) }))).toEqual(resolved)
      }),
      { numRuns: 600 },
    )
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

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
