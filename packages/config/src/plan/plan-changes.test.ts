import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Config, Destination, Mapping, Model, Source } from '@sluice/shared/domain'
import { arbitraryConfig } from '../testing/arbitrary-config.ts'
import { describePlan } from './describe-plan.ts'
import { formatResource, type Resource } from '../items/kinds.ts'
import { planChanges } from './plan-changes.ts'

const EMPTY: Config = { sources: [], models: [], destinations: [], mappings: [], channels: [], rules: [] }
const SOURCE: Source = { id: 'warehouse', type: 'postgres', settings: { connection: 'postgres://a' } }
const MODEL: Model = { id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }
const DESTINATION: Destination = {
  id: 'segment',
  source: null,
  writeKey: 'wk',
  region: 'us-west-2',
  enabled: true,
  eventsPerSecond: null,
  requestsPerSecond: null,
  deadlineMs: 86_400_000,
}
const MAPPING: Mapping = {
  id: 'people-identify',
  model: 'people',
  destination: 'segment',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  filter: null,
  schedule: { cron: '0 6 * * *', timezone: 'UTC' },
  enabled: true,
  maxDeletedPercent: 30,
  fields: { user_id: 1, traits: { a: 1, b: 2 } },
}
const CONFIG: Config = {
  sources: [SOURCE],
  models: [MODEL],
  destinations: [DESTINATION],
  mappings: [MAPPING],
  channels: [],
  rules: [],
}
const NAMES = ['source/warehouse', 'model/people', 'destination/segment', 'mapping/people-identify']

const plan = (current: Config, wanted: Config, prune = false) => planChanges(current, wanted, { prune })

describe('planChanges', () => {
  test('creates what is not there, what is referred to first', () => {
    expect(describePlan(plan(EMPTY, CONFIG))).toEqual({
      created: NAMES,
      updated: [],
      removed: [],
      unchanged: [],
    })
  })

  test('leaves alone what the wanted config does not name', () => {
    const { left, ...rest } = plan(CONFIG, EMPTY)
    expect(left.map(formatResource)).toEqual(NAMES)
    expect(rest).toEqual({ created: [], updated: [], removed: [], unchanged: [], kept: [], refused: [] })
  })

  test('removes it when pruning, what refers to others first', () => {
    const { removed, left } = plan(CONFIG, EMPTY, true)
    expect(removed.map(formatResource)).toEqual(NAMES.toReversed())
    expect(left).toEqual([])
  })

  test.each<[string, Partial<Mapping>, readonly string[]]>([
    ['another model', { model: 'others' }, ['model']],
    ['another trigger', { trigger: ['added'] }, ['trigger']],
    ['the same trigger in another order', { trigger: ['updated', 'added'] }, []],
    ['a filter', { filter: 'type = "track"' }, ['filter']],
    ['the schedule in another order', { schedule: { timezone: 'UTC', cron: '0 6 * * *' } }, []],
    ['another time zone', { schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin' } }, ['schedule']],
    ['no schedule', { schedule: null }, ['schedule']],
    ['switched off', { enabled: false }, ['enabled']],
    ['keys of fields in another order', { fields: { user_id: 1, traits: { b: 2, a: 1 } } }, ['fields']],
    ['two changes', { action: 'sendTrack', fields: {} }, ['action', 'fields']],
  ])('of a mapping with %s', (_what, change, changed) => {
    const { updated, unchanged } = plan(CONFIG, { ...CONFIG, mappings: [{ ...MAPPING, ...change }] })
    expect(updated.map((update) => update.changed)).toEqual(changed.length === 0 ? [] : [changed])
    expect(unchanged).toHaveLength(changed.length === 0 ? 4 : 3)
  })

  test.each<[string, Config, string, string]>([
    [
      'a connection',
      { ...CONFIG, sources: [{ ...SOURCE, settings: { connection: 'postgres://b' } }] },
      'source/warehouse',
      'connection',
    ],
    ['a query', { ...CONFIG, models: [{ ...MODEL, query: 'select 2 as id' }] }, 'model/people', 'query'],
    [
      'a write key',
      { ...CONFIG, destinations: [{ ...DESTINATION, writeKey: 'x' }] },
      'destination/segment',
      'write_key',
    ],
    [
      'a rate',
      { ...CONFIG, destinations: [{ ...DESTINATION, eventsPerSecond: 5 }] },
      'destination/segment',
      'events_per_second',
    ],
  ])('sees %s that changed', (_what, wanted, name, key) => {
    expect(
      plan(CONFIG, wanted).updated.map(({ after, changed }) => [formatResource(after), changed]),
    ).toEqual([[name, [key]]])
  })

  test('looks past what the store keeps beside the config', () => {
    const stored = { ...CONFIG, mappings: [{ ...MAPPING, version: 7, epoch: 2 }] }
    expect(plan(stored, CONFIG).updated).toEqual([])
  })
})

describe('what people keep in the console', () => {
  const managers = new Map([['mapping/people-identify', 'console' as const]])
  const disabled: Config = { ...CONFIG, mappings: [{ ...MAPPING, enabled: false }] }
  const nameAll = (resources: readonly Resource[]): readonly string[] => resources.map(formatResource)

  test('is not changed by a file', () => {
    const refusing = planChanges(CONFIG, disabled, { prune: true, managers })
    expect(nameAll(refusing.refused)).toEqual(['mapping/people-identify'])
  })

  test('may stand in a file as it is', () => {
    expect(planChanges(CONFIG, CONFIG, { prune: true, managers })).toMatchObject({ updated: [], refused: [] })
  })

  test('is left alone by pruning', () => {
    const { removed, kept, left } = planChanges(
      CONFIG,
      { ...CONFIG, mappings: [] },
      { prune: true, managers },
    )
    expect([removed, nameAll(kept), left]).toEqual([[], ['mapping/people-identify'], []])
  })

  test('is changed and removed when it is taken over', () => {
    const options = { prune: true, managers, takeOver: true }
    const changed = planChanges(CONFIG, disabled, options)
    expect(changed.refused).toEqual([])
    expect(changed.updated.map((update) => update.changed)).toEqual([['enabled', 'managed_by']])
    expect(planChanges(CONFIG, CONFIG, options).updated.map((update) => update.changed)).toEqual([
      ['managed_by'],
    ])
    expect(nameAll(planChanges(CONFIG, { ...CONFIG, mappings: [] }, options).removed)).toEqual([
      'mapping/people-identify',
    ])
  })
})

describe('laws', () => {
  test('a config compared with itself is all unchanged', () => {
    fc.assert(
      fc.property(arbitraryConfig, fc.boolean(), (config, prune) => {
        const { unchanged, ...others } = plan(config, structuredClone(config), prune)
        expect(others).toEqual({ created: [], updated: [], removed: [], left: [], kept: [], refused: [] })
        expect(unchanged).toHaveLength(Object.values(config).flat().length)
      }),
    )
  })

  test('everything of both configs stands in exactly one list', () => {
    fc.assert(
      fc.property(arbitraryConfig, arbitraryConfig, fc.boolean(), (current, wanted, prune) => {
        const { created, updated, removed, unchanged, left } = plan(current, wanted, prune)
        const names = [
          ...created,
          ...updated.map(({ after }) => after),
          ...removed,
          ...unchanged,
          ...left,
        ].map(formatResource)
        const all = new Set(
          [...plan(EMPTY, current).created, ...plan(EMPTY, wanted).created].map(formatResource),
        )
        expect(names.toSorted()).toEqual([...all].toSorted())
      }),
    )
  })
})
