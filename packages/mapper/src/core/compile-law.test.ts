/* oxlint-disable unicorn/no-thenable -- `then` is an option of @if, not of a promise. */
import { describe, expect, test } from '@jest/globals'
import { ACTION_NAMES, EVENT_LIMIT_BYTES, type RowEvent } from '@sluice/shared/domain'
import fc from 'fast-check'
import { arbitraryMapping, arbitraryRowEvent, arbitraryValue } from './testing/arbitrary-mapping.ts'
import { ACTIONS } from './actions/index.ts'
import { compileMapping, compilePlan, layDefaults } from './compile-mapping.ts'
import { Budget, VALUE_LIMIT_CHARACTERS } from './language/budget.ts'
import { buildJson } from './event/build-json.ts'
import { compileWriter } from './event/write-json.ts'
import type { MappingConfig } from './mapping-config.ts'
import { ROW_EVENT, SUPPLEMENT, compile } from './testing/compile.ts'

const createBudget = (): Budget => new Budget().begin(VALUE_LIMIT_CHARACTERS)

const TEXT = { label: '', description: '', type: 'string' } as const

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}

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

function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
