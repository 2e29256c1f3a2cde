import { EVENT_LIMIT_BYTES, MESSAGE_ID_LIMIT_CHARACTERS } from '@sluice/shared/domain'
import type { DeadLetterCode } from '@sluice/shared/errors'
import type { ActionDefinition, Payload } from './actions/action-definition.ts'
import { isTimestamp } from './is-timestamp.ts'

/** Why Segment would not take an event: which field is to blame (none when it is the whole), and what to change. */
export interface EventFault {
  readonly code: DeadLetterCode
  readonly field: string | null
  readonly message: string
}

/**
 * The first thing that Segment would not take about a finished event, undefined when there
 * is none: ids and event name that are missing, a messageId over 100 characters (100
 * itself passes), a timestamp that is not ISO-8601, and more than 32,000 bytes of UTF-8.
 */
export function checkEvent(action: ActionDefinition, payload: Payload, json: string): EventFault | undefined {
  return checkIds(action, payload) ?? checkTexts(payload) ?? checkSize(json)
}

/** An event needs one of its action's ids, and it must not be empty. */
export function checkIds(action: ActionDefinition, payload: Payload): EventFault | undefined {
  if (action.idFields.some((field) => payload[field])) return undefined
  const wanted = action.idFields.join(' or ')
  return { code: 'id_missing', field: null, message: `needs ${wanted}, but for this row there is none` }
}

/** The required fields of an action that a payload lacks, the first of them. */
export function checkRequired(action: ActionDefinition, payload: Payload): EventFault | undefined {
  for (const [field, { isRequired }] of Object.entries(action.fields)) {
    if (isRequired && payload[field] === undefined) {
      return {
        code: MISSING_CODES[field] ?? 'field_invalid',
        field,
        message: 'is required, but for this row it is empty',
      }
    }
  }
  return undefined
}

/** The test of a text field whose values Segment does not all take. */
export function findTextTest(field: string): ((value: string) => boolean) | undefined {
  return TEXT_CHECKS[field]?.accepts
}

/** True for an event of at most 32,000 bytes; its bytes are counted only when its characters leave a doubt. */
export function fitsSize(json: string): boolean {
  return (
    json.length * MOST_BYTES_PER_UNIT <= EVENT_LIMIT_BYTES || Buffer.byteLength(json) <= EVENT_LIMIT_BYTES
  )
}

/** A UTF-16 unit takes at most three bytes of UTF-8. */
const MOST_BYTES_PER_UNIT = 3

const MISSING_CODES: { readonly [field: string]: DeadLetterCode } = {
  event_name: 'event_name_missing',
  user_id: 'id_missing',
  previous_id: 'id_missing',
}

interface TextCheck {
  readonly code: DeadLetterCode
  readonly accepts: (value: string) => boolean
  readonly describe: (value: string) => string
}

const isNotEmpty = (value: string): boolean => value !== ''

const TEXT_CHECKS: { readonly [field: string]: TextCheck } = {
  event_name: { code: 'event_name_missing', accepts: isNotEmpty, describe: () => 'must not be empty' },
  group_id: { code: 'field_invalid', accepts: isNotEmpty, describe: () => 'must not be empty' },
  previous_id: { code: 'id_missing', accepts: isNotEmpty, describe: () => 'must not be empty' },
  message_id: {
    code: 'message_id_too_long',
    accepts: (value) => value.length <= MESSAGE_ID_LIMIT_CHARACTERS,
    describe: (value) =>
      `must have at most ${MESSAGE_ID_LIMIT_CHARACTERS} characters, but for this row it has ${value.length}`,
  },
  timestamp: {
    code: 'timestamp_invalid',
    accepts: isTimestamp,
    describe: () => 'must be an ISO-8601 time between 1900 and 2199, such as 2026-01-31T12:00:00Z',
  },
}

/** The first text of a payload that Segment does not take. */
export function checkTexts(payload: Payload): EventFault | undefined {
  for (const [field, check] of Object.entries(TEXT_CHECKS)) {
    const value = payload[field]
    if (typeof value === 'string' && !check.accepts(value)) {
      return { code: check.code, field, message: check.describe(value) }
    }
  }
  return undefined
}

function checkSize(json: string): EventFault | undefined {
  return fitsSize(json) ? undefined : createExcessFault(Buffer.byteLength(json))
}

/** The fault of an event that has more bytes than Segment takes; null when nobody has counted how many. */
export function createExcessFault(bytes: number | null): EventFault {
  const size = bytes === null ? `more than ${EVENT_LIMIT_BYTES} bytes` : `${bytes} bytes`
  return {
    code: 'event_too_large',
    field: null,
    message: `makes an event of ${size}; Segment takes ${EVENT_LIMIT_BYTES}, so map less of the row`,
  }
}
