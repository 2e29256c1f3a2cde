import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Alert, AlertRule, Mute } from '@sluice/shared/domain'
import type { Condition } from './conditions.ts'
import { REMINDER_MS, decide, type Decision, type Situation } from './decide.ts'

const START = Date.parse('2026-11-27T09:00:00Z')
const HOUR_MS = 3_600_000

const FAILED: AlertRule = { id: 'failed', on: 'failed', mapping: null, above: null, channels: ['a', 'b'] }

const fails = (mapping: string, more: Partial<Condition> = {}): Condition => ({
  kind: 'failed',
  subject: `mapping/${mapping}`,
  mappings: [mapping],
  mapping,
  destination: null,
  sync: 'sync-1',
  since: new Date(START),
  cause: 'the query failed',
  size: {},
  ...more,
})

/** A watch that remembers what it has decided, as the control database does. */
function createWatch(rules: readonly AlertRule[] = [FAILED]) {
  let open: readonly Alert[] = []
  let mutes: readonly Mute[] = []
  let ids = 0
  const told: string[] = []
  const carryOut = (decision: Decision, now: Date): void => {
    const { alert, tell } = decision
    const type = decision.kind === 'keep' ? decision.message : decision.kind
    for (const channel of tell) told.push(`${channel}: ${type} ${alert.rule} ${alert.subject}`)
    const of = (before: readonly string[]) => [...new Set([...before, ...tell])]
    const at = tell.length > 0 ? now : null
    if (decision.kind === 'open') {
      open = [...open, { ...decision.alert, id: String(++ids), told: of([]), lastToldAt: at }]
    } else {
      const { id, told: before, lastToldAt } = decision.alert
      open = open.filter((each) => each.id !== id)
      if (decision.kind === 'keep')
        open = [...open, { ...decision.alert, told: of(before), lastToldAt: at ?? lastToldAt }]
    }
  }
  return {
    mute: (mute: Mute) => void (mutes = [mute]),
    /** What is told at an hour from the start. */
    look(hour: number, conditions: readonly Condition[], more: Partial<Situation> = {}): readonly string[] {
      const now = new Date(START + hour * HOUR_MS)
      told.length = 0
      for (const decision of decide({ now, rules, channels: ['a', 'b'], conditions, open, mutes, ...more }))
        carryOut(decision, now)
      return [...told]
    },
    list: () => open,
  }
}

describe('scenes', () => {
  test('what fails is told once, however often it fails, and once when it is mended', () => {
    const watch = createWatch()
    expect(watch.look(0, [])).toEqual([])
    expect(watch.look(1, [fails('x')])).toEqual(['a: open failed mapping/x', 'b: open failed mapping/x'])
    expect(watch.look(2, [fails('x', { sync: 'sync-2', cause: 'another cause' })])).toEqual([])
    expect(watch.list()).toMatchObject([{ sync: 'sync-2', cause: 'another cause' }])
    expect(watch.look(3, [])).toEqual(['a: resolve failed mapping/x', 'b: resolve failed mapping/x'])
    expect(watch.look(4, [])).toEqual([])
    expect(watch.look(5, [fails('x')])).toHaveLength(2)
  })

  test('what stays wrong is told again each day', () => {
    const watch = createWatch([{ ...FAILED, channels: ['a'] }])
    const told = Array.from({ length: 60 }, (_, hour) => watch.look(hour, [fails('x')]))
    expect(told.flatMap((lines, hour) => lines.map((line) => `${hour} ${line}`))).toEqual([
      '0 a: open failed mapping/x',
      '24 a: alert.reminder failed mapping/x',
      '48 a: alert.reminder failed mapping/x',
    ])
    expect(REMINDER_MS).toBe(24 * HOUR_MS)
  })

  test('what is muted is told once the mute is over, if it is still so', () => {
    const watch = createWatch([{ ...FAILED, channels: ['a'] }])
    watch.mute({ rule: 'failed', subject: 'mapping/x', until: new Date(START + 8 * HOUR_MS) })
    expect(watch.look(1, [fails('x'), fails('y')])).toEqual(['a: open failed mapping/y'])
    expect(watch.look(7, [fails('x'), fails('y')])).toEqual([])
    expect(watch.look(8, [fails('x'), fails('y')])).toEqual(['a: alert.opened failed mapping/x'])
  })

  test('what began and ended muted is told by nobody; what was told before is told to have ended', () => {
    const watch = createWatch([{ ...FAILED, channels: ['a'] }])
    watch.look(0, [fails('x')])
    watch.mute({ rule: 'failed', subject: null, until: new Date(START + 100 * HOUR_MS) })
    expect(watch.look(30, [fails('x'), fails('y')])).toEqual([])
    expect(watch.look(31, [])).toEqual(['a: resolve failed mapping/x'])
  })

  test('a rule that is gone resolves its alerts, and a channel that is gone is told nothing', () => {
    const watch = createWatch()
    watch.look(0, [fails('x')])
    expect(watch.look(1, [fails('x')], { rules: [], channels: ['b'] })).toEqual([
      'b: resolve failed mapping/x',
    ])
  })

  test('a rule of one mapping is about no other; of a destination it is about those that send there', () => {
    const rules: AlertRule[] = [
      { ...FAILED, id: 'x', mapping: 'x', channels: ['a'] },
      { ...FAILED, id: 'keys', on: 'key_refused', mapping: 'x', channels: ['a'] },
    ]
    const refused = fails('', {
      kind: 'key_refused',
      subject: 'destination/d',
      mapping: null,
      destination: 'd',
    })
    const watch = createWatch(rules)
    expect(watch.look(0, [fails('y'), { ...refused, mappings: ['y'] }])).toEqual([])
    expect(watch.look(1, [fails('x'), { ...refused, mappings: ['x', 'y'] }])).toEqual([
      'a: open x mapping/x',
      'a: open keys destination/d',
    ])
    expect(watch.list()).toMatchObject([{ mapping: 'x' }, { mapping: 'x', destination: 'd' }])
  })
})

test.each<[AlertRule['on'], AlertRule['above'], Condition['size'], boolean]>([
  ['late', null, { ms: 15 * 60_000 }, false],
  ['late', null, { ms: 15 * 60_000 + 1 }, true],
  ['late', '1h', { ms: 59 * 60_000 }, false],
  ['waiting', '1m', { ms: 61_000 }, true],
  ['dead_letters', null, { count: 1, ms: 0 }, true],
  ['dead_letters', 100, { count: 100, ms: HOUR_MS }, false],
  ['dead_letters', 100, { count: 101, ms: 0 }, true],
  ['dead_letters', '1d', { count: 5_000, ms: HOUR_MS }, false],
  ['dead_letters', '1d', { count: 1, ms: 25 * HOUR_MS }, true],
  ['usage', null, { percent: 79.9 }, false],
  ['usage', null, { percent: 80 }, true],
  ['usage', 100, { percent: 99 }, false],
])('of %s above %s, %p is an alert: %p', (on, above, size, isOne) => {
  const watch = createWatch([{ id: 'r', on, mapping: null, above, channels: ['a'] }])
  expect(watch.look(0, [fails('x', { kind: on, size })])).toHaveLength(isOne ? 1 : 0)
})

test('whatever comes and goes, a channel that was told of a beginning is told of its end, once and in order', () => {
  const step = fc.record({
    failing: fc.subarray(['x', 'y', 'z']),
    muted: fc.boolean(),
    hours: fc.integer({ min: 0, max: 30 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const watch = createWatch([{ ...FAILED, channels: ['a'] }])
      const state = new Map<string, boolean>()
      let hour = 0
      for (const { failing, muted, hours } of [...steps, { failing: [], muted: false, hours: 1 }]) {
        hour += hours
        if (muted)
          watch.mute({ rule: 'failed', subject: null, until: new Date(START + (hour + 10) * HOUR_MS) })
        for (const line of watch.look(
          hour,
          failing.map((mapping) => fails(mapping)),
        )) {
          const [, what = '', , subject = ''] = line.split(' ')
          const isBeginning = what === 'open' || what === 'alert.opened'
          // A beginning comes after an end, all others between the two.
          expect(state.get(subject) === true).toBe(!isBeginning)
          state.set(subject, what !== 'resolve')
        }
      }
      expect([...state.values()].filter(Boolean)).toEqual([])
    }),
    { numRuns: 300 },
  )
})
