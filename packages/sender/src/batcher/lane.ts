import { packBatches, type BatchLimits, type EventOutcome, type UndecidedOutcome } from '../core/index.ts'
import type { Claim } from '../fence/index.ts'
import { createTicket, type Ticket } from './ticket.ts'

/** An event in a batch: its bytes, the chunk that it is of, and whether somebody still waits for its outcome. */
export interface BatchEvent {
  readonly line: Buffer
  readonly claim: Claim
  readonly ticket: Pick<Ticket, 'isOver'>
}

/** Posts the events of one batch and tells what became of each, aligned by index. */
export type DeliverBatch = (events: readonly BatchEvent[]) => Promise<readonly EventOutcome[]>

export interface LaneOptions {
  /** How long a batch that is not full waits for more events. */
  readonly lingerMs: number
  /** Requests under way at a time. */
  readonly requestsInFlight: number
  /** How long a caller's events may wait; then its caller gets them back, to keep what was learnt and to come again. */
  readonly stayMs: number
  /** How long a caller that has to stop waits for the answers to what was posted. */
  readonly graceMs: number
}

/** The events of one caller. */
export interface Load {
  readonly lines: readonly Buffer[]
  readonly claim: Claim
  readonly limits: BatchLimits
  readonly signal: AbortSignal
}

/** Where the events of one target are gathered into batches. */
export interface Lane {
  /** Undecided while the last batch stayed so: one request at a time shall show whether that is over. Else null. */
  readonly lastError: UndecidedOutcome | null
  /** Resolves when every event has an outcome; rejects when delivery fails unexpectedly. */
  add(load: Load): Promise<readonly EventOutcome[]>
}

interface WaitingEvent extends BatchEvent {
  readonly ticket: Ticket
  readonly index: number
}

const STOPPING: UndecidedOutcome = { kind: 'undecided', reason: 'the sender stops', notBeforeMs: 0 }
const NOT_BEGUN: UndecidedOutcome = { ...STOPPING, isUnsent: true }
const TURN_OVER: UndecidedOutcome = { ...NOT_BEGUN, reason: 'the write key is busy' }
// Never met: a delivery has an outcome for each of its events.
const MISSING: UndecidedOutcome = { kind: 'undecided', reason: 'no outcome', notBeforeMs: null }

/**
 * A lane packs what its callers add, in order, into batches. A full batch leaves as soon as a request is free;
 * the last, open one leaves after lingering, or at once when `isComplete` says that nobody else could fill it.
 *
 *     healthy ── a batch stays undecided ──► failing: one request at a time, and whoever waits behind it
 *        ▲                                      │         is given back undecided, so that a broken target
 *        │                                      │         occupies nobody for long
 *        └─────── a batch is decided ◄──────────┘
 *
 * Batches of one lane overtake each other. That is safe because one sync has one event
 * per record, and the mapping's next sync starts after the last has settled.
 */
export function createLane(
  deliver: DeliverBatch,
  options: LaneOptions,
  isComplete: (callers: number) => boolean,
): Lane {
  let batches: WaitingEvent[][] = []
  let requests = 0
  let callers = 0
  let lastError: UndecidedOutcome | undefined
  let isDue = false
  let linger: NodeJS.Timeout | undefined

  const send = async (batch: readonly WaitingEvent[]): Promise<void> => {
    requests += 1
    try {
      const outcomes = await deliver(batch)
      // What is not wanted says nothing of the target.
      if (outcomes.some(({ kind }) => kind !== 'unwanted'))
        lastError = outcomes.find((outcome) => outcome.kind === 'undecided')
      for (const [position, { ticket, index }] of batch.entries()) {
        ticket.record(index, outcomes[position] ?? MISSING)
      }
      if (lastError !== undefined) giveBack(lastError)
    } catch (error) {
      for (const { ticket } of batch) ticket.fail(error)
    } finally {
      requests -= 1
      pump()
    }
  }

  const giveBack = (outcome: UndecidedOutcome, only?: Ticket): void => {
    const isBack = ({ ticket }: WaitingEvent): boolean => only === undefined || ticket === only
    const back = batches.flat().filter(isBack)
    batches = batches
      .map((batch) => batch.filter((event) => !isBack(event)))
      .filter((batch) => batch.length > 0)
    for (const { ticket, index } of back) ticket.record(index, outcome)
    if (batches.length === 0) stopLingering()
  }

  const stopLingering = (): void => {
    clearTimeout(linger)
    linger = undefined
    isDue = false
  }

  const pump = (): void => {
    while (requests < (lastError === undefined ? options.requestsInFlight : 1)) {
      const [batch] = batches
      // Only the last batch may have room for more.
      const mayLeave = batches.length > 1 || isDue || isComplete(callers)
      if (batch === undefined || !mayLeave) break
      batches.shift()
      stopLingering()
      const wanted = batch.filter(({ ticket }) => !ticket.isOver)
      if (wanted.length > 0) void send(wanted)
    }
    if (lastError !== undefined && requests > 0) giveBack(lastError)
    if (batches.length === 0) return stopLingering()
    linger ??= setTimeout(() => {
      isDue = true
      pump()
    }, options.lingerMs)
  }

  return {
    get lastError() {
      return lastError ?? null
    },

    async add({ lines, claim, limits, signal }) {
      if (signal.aborted) return lines.map(() => NOT_BEGUN)
      const ticket = createTicket(lines.length)
      const timers = [setTimeout(() => giveBack(TURN_OVER, ticket), options.stayMs)]
      const stop = (): void => {
        giveBack(NOT_BEGUN, ticket)
        timers.push(setTimeout(() => ticket.end(STOPPING), options.graceMs))
      }
      signal.addEventListener('abort', stop, { once: true })

      const open = batches.pop() ?? []
      const events = lines.map((line, index) => ({ line, ticket, index, claim }))
      batches.push(...packBatches([...open, ...events], limits))
      callers += 1
      pump()
      try {
        return await ticket.outcomes
      } finally {
        callers -= 1
        signal.removeEventListener('abort', stop)
        for (const timer of timers) clearTimeout(timer)
      }
    },
  }
}
