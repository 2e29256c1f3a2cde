import type { FieldDefinition } from '../schema/field.ts'
import { field, type EventShape } from './event-part.ts'

/** The fields that say who, when and which event; almost every action has them all. */
export const IDENTITY_FIELDS = {
  user_id: {
    label: 'User ID',
    description: 'What identifies the user in your database. Each event needs this or the anonymous ID.',
    type: 'string',
  },
  anonymous_id: {
    label: 'Anonymous ID',
    description: 'What identifies someone whose user ID is not known. Each event needs this or the user ID.',
    type: 'string',
  },
  timestamp: {
    label: 'Timestamp',
    description: 'When it happened, as ISO-8601. Without it, the time at which the row was read.',
    type: 'string',
  },
  message_id: {
    label: 'Message ID',
    description:
      'What Segment deduplicates by, under 100 characters. Without it, an ID that is the same whenever the same change of a row is sent.',
    type: 'string',
    default: { '@path': '$.messageId' },
    isHidden: true,
  },
  consent: {
    label: 'Consent',
    description: 'The categories to which the user consented; left empty unless each is true or false.',
    type: 'object',
    default: { '@path': '$.context.consent' },
    isHidden: true,
  },
} as const satisfies { readonly [field: string]: FieldDefinition }

/** The group of an event that is not itself about a group. */
export const GROUP_ID: FieldDefinition = {
  label: 'Group ID',
  description: 'What identifies the company or group that the user belongs to.',
  type: 'string',
}

/** The free members of an event that tells what happened. */
export const PROPERTIES: FieldDefinition = {
  label: 'Properties',
  description: 'Anything about what happened; sent as it is.',
  type: 'object',
}

/** The free members of an event that tells who someone is. */
export const TRAITS: FieldDefinition = {
  label: 'Traits',
  description: 'Anything about the user or the group; sent as it is.',
  type: 'object',
}

/** The events of all actions begin with these parts. */
export const IDENTITY_PARTS: EventShape = {
  messageId: field('message_id'),
  timestamp: field('timestamp'),
  userId: field('user_id'),
  anonymousId: field('anonymous_id'),
}
