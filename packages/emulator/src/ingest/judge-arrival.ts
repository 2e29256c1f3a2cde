import { BATCH_LIMIT_EVENTS } from '../limits.ts'
import type { Region } from '../region.ts'
import { type Arrival, readEventType } from './arrival.ts'
import { checkEvent, type RejectReason } from './check-event.ts'

/** The known write keys with the region of each; null accepts every key in every region. */
export type WriteKeys = ReadonlyMap<string, Region> | null

/** For each event of a request why it is rejected, or null if it is not; aligned with the events. */
export function judgeArrival(arrival: Arrival, writeKeys: WriteKeys): readonly (RejectReason | null)[] {
  const whole = judgeWhole(arrival, writeKeys)
  if (whole !== null) return arrival.events.map(() => whole)
  return arrival.events.map((event) => checkEvent(event, readEventType(arrival.call, event)))
}

function judgeWhole({ envelope, events }: Arrival, writeKeys: WriteKeys): RejectReason | null {
  if (writeKeys !== null) {
    const region = writeKeys.get(envelope.writeKey)
    if (region === undefined) return 'unknown_write_key'
    if (region !== envelope.region) return 'wrong_region'
  }
  return events.length > BATCH_LIMIT_EVENTS ? 'too_many_events' : null
}
