import type { EventType } from '../call.ts'
import type { Region } from '../region.ts'
import { type AcceptedEvent, readStoredEvent, type StoredEvent } from './stored-event.ts'

/** Which accepted events are asked for; every part that is given must hold. */
export interface EventFilter {
  readonly region?: Region | undefined
  readonly writeKey?: string | undefined
  readonly type?: EventType | undefined
  readonly messageId?: string | undefined
  readonly userId?: string | undefined
}

/** The stored events that pass a filter. An event is parsed only when its `userId` is asked for. */
export function* filterEvents(events: Iterable<StoredEvent>, filter: EventFilter): Generator<StoredEvent> {
  const { region, writeKey, type, messageId, userId } = filter
  for (const event of events) {
    if (region !== undefined && event.envelope.region !== region) continue
    if (writeKey !== undefined && event.envelope.writeKey !== writeKey) continue
    if (type !== undefined && event.type !== type) continue
    if (messageId !== undefined && event.messageId !== messageId) continue
    if (userId !== undefined && readUserId(readStoredEvent(event)) !== userId) continue
    yield event
  }
}

function readUserId({ payload }: AcceptedEvent): string | null {
  const { userId } = payload
  return typeof userId === 'string' || typeof userId === 'number' ? String(userId) : null
}
