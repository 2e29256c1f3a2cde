import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field } from './event-part.ts'
import { IDENTITY_FIELDS } from './identity-fields.ts'

const { user_id, timestamp, message_id, consent } = IDENTITY_FIELDS

// An alias is about two identities; the Spec gives it no group.
const { groupId: _, ...CONTEXT_WITHOUT_GROUP } = CONTEXT_PARTS

/** An alias call: two IDs are the same user. A row without either of them is `id_missing`. */
export const sendAlias = defineAction({
  name: 'sendAlias',
  title: 'Send alias',
  description: 'Tells that two IDs belong to the same user.',
  fields: {
    user_id: { ...user_id, description: 'What identifies the user from now on.', isRequired: true },
    previous_id: {
      label: 'Previous ID',
      description: 'What identified the same user until now.',
      type: 'string',
      isRequired: true,
    },
    timestamp,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id'],
  event: {
    type: constant('alias'),
    messageId: field('message_id'),
    timestamp: field('timestamp'),
    previousId: field('previous_id'),
    userId: field('user_id'),
    context: { from: 'object', members: CONTEXT_WITHOUT_GROUP },
  },
})
