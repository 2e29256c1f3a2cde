import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field, spread } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, PROPERTIES } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

// Segment's screen calls have the field and leave it out of the event.
const { timezone: _, ...CONTEXT_WITHOUT_TIMEZONE } = CONTEXT_PARTS

/** A screen call: a screen of an app that someone viewed. */
export const sendScreen = defineAction({
  name: 'sendScreen',
  title: 'Send screen',
  description: 'Records that someone viewed a screen of an app.',
  fields: {
    user_id,
    anonymous_id,
    timestamp,
    screen_name: { label: 'Screen name', description: 'What the screen is called.', type: 'string' },
    properties: PROPERTIES,
    group_id: GROUP_ID,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id', 'anonymous_id'],
  event: {
    type: constant('screen'),
    ...IDENTITY_PARTS,
    name: field('screen_name'),
    context: { from: 'object', members: CONTEXT_WITHOUT_TIMEZONE },
    properties: spread('properties', { name: field('screen_name') }),
  },
})
