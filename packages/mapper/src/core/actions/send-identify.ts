import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field, spread } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, TRAITS } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

/** An identify call: who a user is. */
export const sendIdentify = defineAction({
  name: 'sendIdentify',
  title: 'Send identify',
  description: 'Tells who a user is and what is known about them.',
  fields: {
    user_id,
    anonymous_id,
    timestamp,
    traits: TRAITS,
    address: {
      label: 'Address',
      description: 'Where the user lives; it takes the place of an address among the traits.',
      type: 'object',
      members: {
        street: { label: 'Street', description: 'Street and number.', type: 'string' },
        city: { label: 'City', description: 'The city.', type: 'string' },
        state: { label: 'State', description: 'The state or region.', type: 'string' },
        country: { label: 'Country', description: 'The country.', type: 'string' },
        postalCode: { label: 'Postal code', description: 'The postal code.', type: 'string' },
      },
    },
    group_id: GROUP_ID,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id', 'anonymous_id'],
  event: {
    type: constant('identify'),
    ...IDENTITY_PARTS,
    context: { from: 'object', members: CONTEXT_PARTS },
    traits: spread('traits', {}, { address: field('address') }),
  },
})
