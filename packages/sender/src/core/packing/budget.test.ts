import { describe, expect, test } from '@jest/globals'
import { REQUESTS_PER_SECOND, combineCeilings } from './budget.ts'

const none = { enabled: true, eventsPerSecond: null, requestsPerSecond: null }

describe('combineCeilings', () => {
  test.each([
    ['no destination', [], { eventsPerSecond: null, requestsPerSecond: REQUESTS_PER_SECOND }],
    ['no ceiling', [none, none], { eventsPerSecond: null, requestsPerSecond: REQUESTS_PER_SECOND }],
    [
      'the lowest of each kind',
      [
        { ...none, eventsPerSecond: 500, requestsPerSecond: 9 },
        { ...none, eventsPerSecond: 700, requestsPerSecond: 3 },
        none,
      ],
      { eventsPerSecond: 500, requestsPerSecond: 3 },
    ],
    [
      'none of what is switched off',
      [
        { ...none, enabled: false, eventsPerSecond: 1, requestsPerSecond: 1 },
        { ...none, eventsPerSecond: 20 },
      ],
      { eventsPerSecond: 20, requestsPerSecond: REQUESTS_PER_SECOND },
    ],
    [
      'more requests than Segment recommends, where somebody asks for them',
      [{ ...none, requestsPerSecond: 5_000 }],
      { eventsPerSecond: null, requestsPerSecond: 5_000 },
    ],
  ])('gives %s', (_what, destinations, budget) => {
    expect(combineCeilings(destinations)).toEqual(budget)
  })
})
