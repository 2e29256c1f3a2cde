import type { EventOutcome } from '../core/index.ts'

/** The events of one caller under way: collects an outcome for each and resolves when all are there. */
export interface Ticket {
  readonly outcomes: Promise<readonly EventOutcome[]>
  /** True when nobody waits any more: its events need not be posted. */
  readonly isOver: boolean
  record(index: number, outcome: EventOutcome): void
  fail(error: unknown): void
}

/** A ticket for so many events, over at once when there are none. */
export function createTicket(events: number, signal: AbortSignal): Ticket {
  const outcomes: EventOutcome[] = []
  let missing = events
  let isOver = false
  let settle: { resolve(outcomes: readonly EventOutcome[]): void; reject(error: unknown): void }
  const promise = new Promise<readonly EventOutcome[]>((resolve, reject) => (settle = { resolve, reject }))

  const end = (): void => {
    isOver = true
    signal.removeEventListener('abort', abort)
  }
  const fail = (error: unknown): void => {
    end()
    settle.reject(error)
  }
  const abort = (): void => fail(signal.reason)
  const resolveWhenComplete = (): void => {
    if (missing > 0 || isOver) return
    end()
    settle.resolve(outcomes)
  }

  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  resolveWhenComplete()
  return {
    outcomes: promise,
    get isOver() {
      return isOver
    },
    record(index, outcome) {
      outcomes[index] = outcome
      missing -= 1
      resolveWhenComplete()
    },
    fail,
  }
}
