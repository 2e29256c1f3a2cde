import { describe, expect, test } from '@jest/globals'
import type { Config, Destination, Mapping } from '@sluice/shared/domain'
import { SluiceError } from '@sluice/shared/errors'
import type { Warehouse } from '@sluice/warehouse/port'
import { checkResend, countEffects } from './count-effects.ts'
import { createRecordCount } from './create-record-count.ts'
import { planChanges } from './plan-changes.ts'

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
  id: 'people',
  model: 'people',
  destination: 'segment',
  action: 'sendIdentify',
  trigger: ['added', 'updated'],
  filter: null,
  schedule: null,
  enabled: true,
  maxDeletedPercent: 30,
  fields: { user_id: 1 },
}
const CONFIG: Config = {
  sources: [{ id: 'warehouse', type: 'postgres', settings: { connection: 'postgres://a' } }],
  models: [{ id: 'people', source: 'warehouse', identifier: 'id', query: 'select 1 as id' }],
  destinations: [DESTINATION],
  mappings: [MAPPING],
  channels: [],
  rules: [],
}
const to = (destination: Partial<Destination>): Config => ({
  ...CONFIG,
  destinations: [{ ...DESTINATION, ...destination }],
})
const of = (model: Partial<Config['models'][number]>): Config => ({
  ...CONFIG,
  models: CONFIG.models.map((each) => ({ ...each, ...model })),
})
const as = (mapping: Partial<Mapping>): Config => ({ ...CONFIG, mappings: [{ ...MAPPING, ...mapping }] })

describe('what a plan does to 40 records that were sent and 7 that were kept back', () => {
  let closed = 0
  const warehouse = {
    countRecords: () => Promise.resolve({ sent: 40, keptBack: 7 }),
    close: () => Promise.resolve(void (closed += 1)),
  } as unknown as Warehouse
  const count = async (
    wanted: Config,
    resend: readonly string[] = [],
    openWarehouse = () => Promise.resolve(warehouse),
  ) => {
    const notes: string[] = []
    const countRecords = createRecordCount(openWarehouse, 'here')
    const deps = { countRecords, note: (text: string) => void notes.push(text) }
    const plan = planChanges(CONFIG, wanted, { prune: false })
    return { effects: await countEffects(wanted, plan, resend, deps), notes }
  }
  const STAY = { mapping: 'people', stay: 40, keptBack: 0, wouldResend: 40, calls: 0 }

  test.each<[string, Config, readonly string[], readonly object[]]>([
    ['nothing changes', CONFIG, [], []],
    ['a schedule changes', as({ schedule: { every: '1h' } }), [], []],
    ['a budget changes', to({ eventsPerSecond: 5 }), [], []],
    ['the write key changes: they were sent elsewhere, and stay so', to({ writeKey: 'other' }), [], [STAY]],
    ['the region changes: likewise', to({ region: 'eu-west-1' }), [], [STAY]],
    ['the fields change', as({ fields: { user_id: 2 } }), [], [STAY]],
    ['the filter changes', as({ filter: 'event = "x"' }), [], [{ ...STAY, keptBack: 7, calls: 7 }]],
    ['the trigger changes', as({ trigger: ['added'] }), [], [{ ...STAY, keptBack: 7, calls: 7 }]],
    [
      'the query changes: each may be an update',
      of({ query: 'select 2 as id' }),
      [],
      [{ ...STAY, calls: 40, model: 'rows' }],
    ],
    [
      'something else identifies rows: each is added',
      of({ identifier: 'other' }),
      [],
      [{ ...STAY, stay: 0, calls: 40, model: 'identity' }],
    ],
    ['they are to be sent again', CONFIG, ['people'], [{ ...STAY, stay: 0, calls: 47 }]],
    [
      'they are to be sent again elsewhere',
      to({ writeKey: 'x' }),
      ['people'],
      [{ ...STAY, stay: 0, calls: 47 }],
    ],
  ])('is told when %s', async (_what, wanted, resend, effects) => {
    const before = closed
    expect(await count(wanted, resend)).toEqual({ effects, notes: [] })
    expect(closed - before).toBe(effects.length)
  })

  test('is noted as unknown where the warehouse does not say, and stops nothing', async () => {
    const away = () => Promise.reject(new SluiceError('warehouse_unreachable', 'nobody is there'))
    expect(await count(to({ writeKey: 'other' }), [], away)).toEqual({
      effects: [],
      notes: ['what this changes for people could not be counted: nobody is there'],
    })
  })
})

test('what is no mapping of the file cannot be sent again', () => {
  expect(() => checkResend(CONFIG, ['people'])).not.toThrow()
  expect(() => checkResend(CONFIG, ['poeple'])).toThrow(/--resend poeple: .*people/)
})
