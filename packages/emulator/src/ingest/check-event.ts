import { isEventType } from '../call.ts'
import { MESSAGE_ID_LIMIT_CHARACTERS } from '../limits.ts'
import { isRecord } from './is-record.ts'
import { parseInstant } from './parse-instant.ts'

/** Why an event of a request that was answered 200 was dropped all the same. */
export const REJECT_REASONS = [
  'unknown_write_key',
  'wrong_region',
  'too_many_events',
  'not_an_object',
  'unknown_type',
  'missing_user_id',
  'missing_group_id',
  'missing_previous_id',
  'missing_event',
  'invalid_timestamp',
  'invalid_message_id',
  'message_id_too_long',
] as const

export type RejectReason = (typeof REJECT_REASONS)[number]

/** The first rule of the Tracking API that an event of this type breaks, or null if it breaks none. */
export function checkEvent(event: unknown, type: unknown): RejectReason | null {
  if (!isRecord(event)) return 'not_an_object'
  if (!isEventType(type)) return 'unknown_type'
  if (!isId(event['userId']) && !isId(event['anonymousId'])) return 'missing_user_id'
  if (type === 'track' && !isText(event['event'])) return 'missing_event'
  if (type === 'group' && !isId(event['groupId'])) return 'missing_group_id'
  if (type === 'alias' && !isId(event['previousId'])) return 'missing_previous_id'
  const { timestamp, messageId } = event
  if (isGiven(timestamp) && parseInstant(timestamp) === null) return 'invalid_timestamp'
  if (!isGiven(messageId) || messageId === '') return null
  if (typeof messageId !== 'string') return 'invalid_message_id'
  return messageId.length > MESSAGE_ID_LIMIT_CHARACTERS ? 'message_id_too_long' : null
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** Segment takes numbers as ids too, and passes them on as text. */
function isId(value: unknown): boolean {
  return isText(value) || typeof value === 'number'
}
