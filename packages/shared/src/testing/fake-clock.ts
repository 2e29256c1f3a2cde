/** A clock that moves only when it is told to. */
export interface FakeClock {
  now(): number
  advance(ms: number): void
}

/** A clock standing at `startMs` since the epoch. */
export function createFakeClock(startMs = Date.parse('2026-01-01T00:00:00Z')): FakeClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    advance(ms) {
      nowMs += ms
    },
  }
}
