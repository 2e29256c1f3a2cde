import { packBatches, type EventOutcome, type UndecidedOutcome } from '../core/index.ts'
import { createPlaces } from './places.ts'
import { createTicket, type Ticket } from './ticket.ts'

/** Posts the events of one batch and tells what became of each, aligned by index. */
export type DeliverBatch = (lines: readonly Buffer[]) => Promise<readonly EventOutcome[]>

export interface LaneOptions {
  /** Callers that may be in a lane at a time: what bounds its memory. */
  readonly places: number
  /** How long a caller waits for a place. */
  readonly patienceMs: number
  /** How long a batch that is not full waits for more events. */
  readonly lingerMs: number
  /** Requests under way at a time. */
  readonly requestsInFlight: number
}

/** Where the events of one target are gathered into batches. */
export interface Lane {
  /** Why nobody should enter now: a request is to show first whether the trouble is over. Else null. */
  readonly trouble: UndecidedOutcome | null
  /** Resolves to true with a place in the lane, to false when it stays full for long. */
  enter(signal: AbortSignal): Promise<boolean>
  leave(): void
  /** Resolves when every event has an outcome; rejects when the signal is aborted or delivery fails unexpectedly. */
  add(lines: readonly Buffer[], signal: AbortSignal): Promise<readonly EventOutcome[]>
}

interface WaitingEvent {
  readonly line: Buffer
  readonly ticket: Ticket
  readonly index: number
}

/**
 * A lane packs what its callers add, in order, into batches. A full batch leaves as soon as a request is free; the last, open one leaves
 * after lingering, or at once when everybody who could fill it is waiting already.
 *
 *     healthy ── a batch stays undecided ──► in trouble: one request at a time, and whoever waits behind it is given back
 *        ▲                                      │         undecided, so that a broken target occupies nobody for long
 *        └─────── a batch is decided ◄──────────┘
 *
 * Batches of one lane overtake each other. That is safe because one sync has one event per record, and the mapping's next sync starts
 * after the last has settled.
 */
export function createLane(deliver: DeliverBatch, options: LaneOptions): Lane {
  const places = createPlaces(options.places, options.patienceMs)
  let batches: WaitingEvent[][] = []
  let requests = 0
  let callers = 0
  let trouble: UndecidedOutcome | undefined
  let isDue = false
  let linger: NodeJS.Timeout | undefined

  const send = async (batch: readonly WaitingEvent[]): Promise<void> => {
    requests += 1
    try {
      const outcomes = await deliver(batch.map(({ line }) => line))
      trouble = outcomes.find((outcome) => outcome.kind === 'undecided')
      for (const [position, { ticket, index }] of batch.entries()) {
        ticket.record(index, outcomes[position] ?? MISSING)
      }
      if (trouble !== undefined) giveBack(trouble)
    } catch (error) {
      for (const { ticket } of batch) ticket.fail(error)
    } finally {
      requests -= 1
      pump()
    }
  }

  const giveBack = (outcome: UndecidedOutcome): void => {
    const waiting = batches.flat()
    batches = []
    for (const { ticket, index } of waiting) ticket.record(index, outcome)
  }

  const stopLingering = (): void => {
    clearTimeout(linger)
    linger = undefined
    isDue = false
  }

  const pump = (): void => {
    while (requests < (trouble === undefined ? options.requestsInFlight : 1)) {
      const [batch] = batches
      // Only the last batch may have room for more.
      const mayLeave = batches.length > 1 || isDue || callers >= options.places
      if (batch === undefined || !mayLeave) break
      batches.shift()
      stopLingering()
      const wanted = batch.filter(({ ticket }) => !ticket.isOver)
      if (wanted.length > 0) void send(wanted)
    }
    if (trouble !== undefined && requests > 0) giveBack(trouble)
    if (batches.length === 0) return stopLingering()
    linger ??= setTimeout(() => {
      isDue = true
      pump()
    }, options.lingerMs)
  }

  return {
    get trouble() {
      return requests > 0 ? (trouble ?? null) : null
    },
    enter: (signal) => places.enter(signal),
    leave: () => places.leave(),

    async add(lines, signal) {
      const ticket = createTicket(lines.length, signal)
      const events = lines.map((line, index) => ({ line, ticket, index }))
      const open = batches.pop() ?? []
      batches.push(...packBatches([...open, ...events]))
      callers += 1
      pump()
      try {
        return await ticket.outcomes
      } finally {
        callers -= 1
      }
    },
  }
}

// Never met: a delivery has an outcome for each of its events.
const MISSING: EventOutcome = { kind: 'undecided', reason: 'no outcome', notBeforeMs: null }
