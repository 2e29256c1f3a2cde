import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field, spread } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, TRAITS } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

// A group call is about the group: it stands at the top and not in the context.
const { groupId: _, ...CONTEXT_WITHOUT_GROUP } = CONTEXT_PARTS

/** A group call: a user belongs to a company or group. A row without `group_id` is `field_invalid`. */
export const sendGroup = defineAction({
  name: 'sendGroup',
  title: 'Send group',
  description: 'Tells to which company or group a user belongs, and what is known about it.',
  fields: {
    user_id,
    anonymous_id,
    group_id: { ...GROUP_ID, isRequired: true },
    timestamp,
    traits: TRAITS,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id', 'anonymous_id'],
  event: {
    type: constant('group'),
    ...IDENTITY_PARTS,
    groupId: field('group_id'),
    context: { from: 'object', members: CONTEXT_WITHOUT_GROUP },
    traits: spread('traits'),
  },
})
