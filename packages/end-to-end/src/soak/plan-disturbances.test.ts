import { describe, expect, test } from '@jest/globals'
import { planDisturbances } from './plan-disturbances.ts'

const scene = { seed: 1, durationMs: 480_000, mappings: ['a', 'b'], workers: 2 }

describe('the plan of disturbances', () => {
  test('is the same for the same seed, and another one for another', () => {
    expect(planDisturbances(scene)).toEqual(planDisturbances(scene))
    expect(planDisturbances({ ...scene, seed: 2 })).not.toEqual(planDisturbances(scene))
  })

  test('has every kind of disturbance in a quarter of an hour, and nothing that lasts longer than the whole', () => {
    const plan = planDisturbances({ ...scene, durationMs: 900_000 })
    expect([...new Set(plan.map(({ disturbance }) => disturbance.kind))].toSorted()).toEqual([
      'baseline',
      'cancel',
      'crash warehouse',
      'cut',
      'fault',
      'flush redis',
      'freeze',
      'kill',
      'reset',
      'restart',
      'strand',
    ])
    for (const { atMs, disturbance } of plan)
      expect(atMs + ('forMs' in disturbance ? disturbance.forMs : 0)).toBeLessThanOrEqual(900_000)
  })

  test('freezes workers for longer than a lease, too', () => {
    const frozen = planDisturbances(scene).map(({ disturbance }) =>
      disturbance.kind === 'freeze' ? disturbance.forMs : 0,
    )
    expect(Math.max(...frozen)).toBeGreaterThan(60_000)
  })
})
