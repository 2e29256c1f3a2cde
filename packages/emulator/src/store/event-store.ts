import { randomUUID } from 'node:crypto'
import type { EventType } from '../call.ts'
import { type Arrival, type Envelope, readEventType } from '../ingest/arrival.ts'
import type { RejectReason } from '../ingest/check-event.ts'
import { isRecord } from '../ingest/is-record.ts'
import type { Region } from '../region.ts'
import { Counter, type KeyTally } from './counter.ts'
import type { Counts, RequestEnd } from './counts.ts'
import { type EventFilter, filterEvents } from './event-filter.ts'
import { MessageIds } from './message-ids.ts'
import { Ring } from './ring.ts'
import type { StoredEvent } from './stored-event.ts'

/** How many of the newest rejected events, duplicates and requests are kept to look at; all of them are counted. */
export const KEPT_FOR_LOOKING = 10_000

/** An event of a request that was answered 200 and dropped all the same. */
export interface RejectedEvent {
  readonly region: Region
  readonly writeKey: string
  readonly reason: RejectReason
  readonly receivedAt: string
  /** The event as sent. */
  readonly payload: unknown
}

/** An event whose messageId had been accepted before. */
export interface DuplicateEvent {
  readonly region: Region
  readonly writeKey: string
  readonly messageId: string
  readonly receivedAt: string
  /** The event as sent. */
  readonly payload: unknown
}

/** One ingest request. */
export interface RequestEntry {
  /** ISO-8601 instant of arrival. */
  readonly receivedAt: string
  readonly method: string
  readonly path: string
  readonly region: Region
  readonly writeKey: string | null
  readonly status: RequestEnd
  /** Bytes of the body, counted up to the end of reading. */
  readonly bytes: number
  /** Events in the body, 0 for one that could not be read. */
  readonly events: number
  /** From the first header to the answer, delays included. */
  readonly durationMs: number
}

/** Keeps what was accepted, finds duplicates across keys and regions, and counts everything. */
export class EventStore {
  readonly #accepted: Ring<StoredEvent>
  readonly #rejected = new Ring<RejectedEvent>(KEPT_FOR_LOOKING)
  readonly #duplicates = new Ring<DuplicateEvent>(KEPT_FOR_LOOKING)
  readonly #requests = new Ring<RequestEntry>(KEPT_FOR_LOOKING)
  readonly #messageIds = new MessageIds()
  readonly #counter = new Counter()

  /** `maxEvents` bounds the accepted events that are kept, newest first; counts and dedupe stay exact. */
  constructor(maxEvents: number) {
    this.#accepted = new Ring(maxEvents)
  }

  /**
   * Takes the events of a request in: those with a reason are rejected, known
   * messageIds are duplicates, the rest is accepted.
   */
  take(arrival: Arrival, reasons: readonly (RejectReason | null)[]): void {
    const { envelope, events } = arrival
    const acceptedIndexes: number[] = []
    const messageIds: string[] = []
    let rejected = 0
    for (const [index, event] of events.entries()) {
      const reason = reasons[index] ?? null
      const messageId = readMessageId(event)
      if (reason !== null) {
        rejected++
        this.#counter.addReason(reason)
        this.#rejected.push({ ...pickOrigin(envelope), reason, payload: event })
      } else if (messageId !== null && !this.#messageIds.add(messageId)) {
        this.#duplicates.push({ ...pickOrigin(envelope), messageId, payload: event })
      } else {
        acceptedIndexes.push(index)
        messageIds.push(messageId ?? `api-${randomUUID()}`)
      }
    }
    // A body is shared only when every event of it is kept, so that no single event holds 500 KB in memory.
    const isShared = acceptedIndexes.length === events.length
    for (const [position, index] of acceptedIndexes.entries()) {
      this.#keep(arrival, index, messageIds[position]!, isShared)
    }
    const accepted = acceptedIndexes.length
    const duplicates = events.length - accepted - rejected
    const tally = { events: events.length, accepted, rejected, duplicates }
    this.#counter.add(envelope.region, envelope.writeKey, tally)
  }

  #keep(arrival: Arrival, index: number, messageId: string, isShared: boolean): void {
    const { envelope, slices, call, events } = arrival
    const from = slices[index * 2]!
    const to = slices[index * 2 + 1]!
    const body = isShared ? arrival.body : Buffer.from(arrival.body.subarray(from, to))
    const start = isShared ? from : 0
    const type = readEventType(call, events[index]) as EventType
    this.#counter.addType(type)
    this.#accepted.push({ envelope, body, start, end: start + to - from, type, messageId })
  }

  /** Writes down how a request ended. */
  recordRequest(entry: RequestEntry): void {
    this.#counter.add(entry.region, entry.writeKey, { requests: 1 })
    this.#counter.addStatus(entry.status)
    this.#requests.push(entry)
  }

  /** The kept events that pass a filter, in the order of arrival. */
  accepted(filter: EventFilter): Iterable<StoredEvent> {
    return filterEvents(this.#accepted.values(), filter)
  }

  /** The newest accepted events, newest first. */
  newest(count: number): readonly StoredEvent[] {
    return this.#accepted.newest(count)
  }

  rejected(): readonly RejectedEvent[] {
    return [...this.#rejected.values()]
  }

  duplicates(): readonly DuplicateEvent[] {
    return [...this.#duplicates.values()]
  }

  requests(): readonly RequestEntry[] {
    return [...this.#requests.values()]
  }

  counts(): Counts {
    return this.#counter.counts()
  }

  keyTallies(): readonly KeyTally[] {
    return this.#counter.keyTallies()
  }

  /** Forgets everything: events, messageIds, requests and counts. */
  clear(): void {
    for (const part of [this.#accepted, this.#rejected, this.#duplicates, this.#requests]) part.clear()
    this.#messageIds.clear()
    this.#counter.clear()
  }
}

function readMessageId(event: unknown): string | null {
  const messageId = isRecord(event) ? event['messageId'] : null
  return typeof messageId === 'string' && messageId !== '' ? messageId : null
}

function pickOrigin({
  region,
  writeKey,
  receivedAtMs,
}: Envelope): Omit<DuplicateEvent, 'messageId' | 'payload'> {
  return { region, writeKey, receivedAt: new Date(receivedAtMs).toISOString() }
}
