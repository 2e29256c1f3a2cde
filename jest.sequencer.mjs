import TestSequencer from '@jest/test-sequencer'

/** The files that take longest, longest first: where a checkout has never run them, nothing else tells. */
const LONGEST = [
  // Works all the time, while those below it mostly wait.
  'warehouse/src/duckdb/contract',
  'end-to-end/src/crash',
  'end-to-end/src/poisoned-chunk',
  'end-to-end/src/duckdb',
  'end-to-end/src/redis-loss',
  'end-to-end/src/bounds',
  'end-to-end/src/suspended-sender',
  'end-to-end/src/redis-away',
  'end-to-end/src/memory',
  'end-to-end/src/redis-forms',
  'end-to-end/src/',
  '/sync-model',
  'mapper/src/trial/',
  'mapper/src/core/hostile-rows',
  'benchmarks/',
  'sender/src/late-sender',
  'sender/src/outage',
  'sender/src/waiting',
  'commands/',
  'local/src/',
  'warehouse/src/',
  'console/src/',
]

const rank = ({ path }) => {
  const index = LONGEST.findIndex((name) => path.includes(name))
  return index === -1 ? LONGEST.length : index
}

/**
 * Starts what takes long first, so that no worker is alone with it in the end; jest
 * does so itself once it has seen how long each takes.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    return sorted.some(({ duration }) => duration !== undefined)
      ? sorted
      : sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}
