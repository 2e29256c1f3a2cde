import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field, spread } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, PROPERTIES, TRAITS } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

/** A track call: something that a user did. */
export const sendTrack = defineAction({
  name: 'sendTrack',
  title: 'Send track',
  description: 'Records that a user did something.',
  fields: {
    user_id,
    anonymous_id,
    timestamp,
    event_name: {
      label: 'Event Name',
      description: 'What the user did, such as Order Completed.',
      type: 'string',
      isRequired: true,
    },
    properties: PROPERTIES,
    traits: TRAITS,
    group_id: GROUP_ID,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id', 'anonymous_id'],
  event: {
    type: constant('track'),
    ...IDENTITY_PARTS,
    event: field('event_name'),
    context: { from: 'object', members: { ...CONTEXT_PARTS, traits: spread('traits') } },
    properties: spread('properties'),
  },
})
