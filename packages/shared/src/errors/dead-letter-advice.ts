import type { DeadLetterCode } from './codes.ts'

/** What an operator can do about dead letters of each code, in one sentence; docs/errors.md has the whole story. */
export const DEAD_LETTER_ADVICE: Readonly<Record<DeadLetterCode, string>> = {
  identifier_null: 'exclude such rows in the model, or fill the column; the next sync sends them',
  identifier_duplicate: 'make the query give one row for each identifier; the next sync sends it',
  row_too_large: 'select fewer or shorter columns; the next sync sends the row',
  row_incomplete:
    'discard it: the record is sent when its row changes next, or with all others when they are sent again; or take the column out of the mapping, apply it, and requeue',
  mapping_failed: 'correct the mapping at that path, apply it, and requeue',
  field_invalid: 'map another column or convert it, apply the mapping, and requeue',
  id_missing: 'map a user id or an anonymous id that is always there, apply the mapping, and requeue',
  event_name_missing: 'map an event name that is always there, apply the mapping, and requeue',
  event_too_large: 'map fewer or shorter columns, apply the mapping, and requeue',
  message_id_too_long: 'leave message_id out of the mapping, apply it, and requeue',
  timestamp_invalid: 'map an ISO-8601 instant, apply the mapping, and requeue',
  rejected: 'look at the event, mend what the API refuses, and requeue',
  unauthorized: 'correct the write key or the region of the destination, apply it, and requeue',
  not_found: 'correct the endpoint of the region, and requeue',
  unavailable: 'requeue once the Tracking API answers again',
}
