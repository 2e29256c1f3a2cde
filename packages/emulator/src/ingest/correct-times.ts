import { parseInstant } from './parse-instant.ts'

/**
 * The four times of an event, ISO-8601 in UTC; `originalTimestamp` is what was sent as
 * `timestamp`, absent if nothing was.
 */
export interface EventTimes {
  readonly originalTimestamp?: string
  readonly sentAt: string
  readonly receivedAt: string
  readonly timestamp: string
}

/**
 * The times that Segment derives (https://segment.com/docs/connections/spec/common/#timestamps): `timestamp =
 * receivedAt - (sentAt - originalTimestamp)`, which corrects a wrong clock of the sender. Without a readable
 * `sentAt` the event counts as sent when it arrived; without a `timestamp`, as having happened when it was sent.
 */
export function correctTimes(timestamp: unknown, sentAt: unknown, receivedAtMs: number): EventTimes {
  const originalMs = parseInstant(timestamp)
  const sentAtMs = parseInstant(sentAt) ?? receivedAtMs
  const times = {
    sentAt: new Date(sentAtMs).toISOString(),
    receivedAt: new Date(receivedAtMs).toISOString(),
    timestamp: new Date(receivedAtMs - (sentAtMs - (originalMs ?? sentAtMs))).toISOString(),
  }
  return originalMs === null ? times : { originalTimestamp: String(timestamp), ...times }
}
