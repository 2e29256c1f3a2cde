import type { EventOutcome, UndecidedOutcome } from '../core/index.ts'

/** The events of one caller under way: collects an outcome for each and resolves when all are there. */
export interface Ticket {
  readonly outcomes: Promise<readonly EventOutcome[]>
  /** True when nobody waits any more: its events need not be posted. */
  readonly isOver: boolean
  record(index: number, outcome: EventOutcome): void
  /** Ends it with this outcome for every event that has none yet. */
  end(outcome: UndecidedOutcome): void
  fail(error: unknown): void
}

/** A ticket for so many events, over at once when there are none. */
export function createTicket(events: number): Ticket {
  const outcomes = Array.from({ length: events }, (): EventOutcome | null => null)
  let missing = events
  let isOver = false
  let settle: { resolve(outcomes: readonly EventOutcome[]): void; reject(error: unknown): void }
  const promise = new Promise<readonly EventOutcome[]>((resolve, reject) => (settle = { resolve, reject }))

  const resolve = (rest: EventOutcome): void => {
    isOver = true
    settle.resolve(outcomes.map((outcome) => outcome ?? rest))
  }
  if (missing === 0) resolve(NONE)
  return {
    outcomes: promise,
    get isOver() {
      return isOver
    },
    record(index, outcome) {
      // What comes after the end was told as undecided, and is sent again.
      if (isOver || outcomes[index] !== null) return
      outcomes[index] = outcome
      missing -= 1
      if (missing === 0) resolve(NONE)
    },
    end(outcome) {
      if (!isOver) resolve(outcome)
    },
    fail(error) {
      isOver = true
      settle.reject(error)
    },
  }
}

// Never met: every event has an outcome by then.
const NONE: EventOutcome = { kind: 'undecided', reason: 'no outcome', notBeforeMs: null }
