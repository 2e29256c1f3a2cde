import { EVENT_TYPES, type EventType } from '../call.ts'
import type { RejectReason } from '../ingest/check-event.ts'
import { type Region, REGIONS } from '../region.ts'
import { addTally, type Counts, EMPTY_TALLY, type RequestEnd, type Tally } from './counts.ts'

/** The tally of one write key in one region; the key is null for requests that named none. */
export interface KeyTally {
  readonly region: Region
  readonly writeKey: string | null
  readonly tally: Tally
}

/** Counts what arrives; exact whatever the store forgets. */
export class Counter {
  readonly #keys = new Map<Region, Map<string | null, Tally>>()
  readonly #types = new Map<EventType, number>()
  readonly #reasons = new Map<RejectReason, number>()
  readonly #statuses = new Map<string, number>()

  add(region: Region, writeKey: string | null, tally: Partial<Tally>): void {
    const tallies = this.#keys.get(region) ?? new Map<string | null, Tally>()
    this.#keys.set(region, tallies)
    tallies.set(writeKey, addTally(tallies.get(writeKey) ?? EMPTY_TALLY, { ...EMPTY_TALLY, ...tally }))
  }

  addType(type: EventType): void {
    this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
  }

  addReason(reason: RejectReason): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1)
  }

  addStatus(end: RequestEnd): void {
    this.#statuses.set(String(end), (this.#statuses.get(String(end)) ?? 0) + 1)
  }

  /** Every tally by region and write key, in the order of first arrival. */
  keyTallies(): readonly KeyTally[] {
    return REGIONS.flatMap((region) =>
      [...(this.#keys.get(region) ?? [])].map(([writeKey, tally]) => ({ region, writeKey, tally })),
    )
  }

  counts(): Counts {
    const tallies = this.keyTallies()
    const sum = (some: readonly KeyTally[]): Tally =>
      some.map(({ tally }) => tally).reduce(addTally, EMPTY_TALLY)
    const writeKeys = new Set(tallies.flatMap(({ writeKey }) => writeKey ?? []))
    return {
      ...sum(tallies),
      byRegion: {
        'us-west-2': sum(tallies.filter(({ region }) => region === 'us-west-2')),
        'eu-west-1': sum(tallies.filter(({ region }) => region === 'eu-west-1')),
      },
      byWriteKey: Object.fromEntries(
        [...writeKeys].map((key) => [key, sum(tallies.filter(({ writeKey }) => writeKey === key))]),
      ),
      byType: Object.fromEntries(EVENT_TYPES.map((type) => [type, this.#types.get(type) ?? 0])) as Record<
        EventType,
        number
      >,
      rejectedReasons: Object.fromEntries(this.#reasons),
      statuses: Object.fromEntries(this.#statuses),
    }
  }

  clear(): void {
    for (const map of [this.#keys, this.#types, this.#reasons, this.#statuses]) map.clear()
  }
}
