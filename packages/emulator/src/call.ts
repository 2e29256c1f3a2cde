/** The six calls of the Segment Spec; each is an event's `type`. */
export type EventType = 'identify' | 'track' | 'page' | 'screen' | 'group' | 'alias'

/** Every event type that the Tracking API knows. */
export const EVENT_TYPES: readonly EventType[] = ['identify', 'track', 'page', 'screen', 'group', 'alias']

/** The last part of an ingest path: many events at once, or one of a type. */
export type Call = 'batch' | EventType

/** Every ingest path's last part. */
export const CALLS: readonly Call[] = ['batch', ...EVENT_TYPES]

const KNOWN_TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES)

/** True for the name of an event type. */
export function isEventType(value: unknown): value is EventType {
  return KNOWN_TYPES.has(value)
}
