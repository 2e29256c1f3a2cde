import { defineAction } from './action-definition.ts'
import { CONTEXT_FIELDS, CONTEXT_PARTS } from './context-fields.ts'
import { constant, field, spread } from './event-part.ts'
import { GROUP_ID, IDENTITY_FIELDS, IDENTITY_PARTS, PROPERTIES } from './identity-fields.ts'

const { user_id, anonymous_id, timestamp, message_id, consent } = IDENTITY_FIELDS

/** A page call: a web page that someone viewed. */
export const sendPage = defineAction({
  name: 'sendPage',
  title: 'Send page',
  description: 'Records that someone viewed a page of a website.',
  fields: {
    user_id,
    anonymous_id,
    timestamp,
    page_name: { label: 'Page name', description: 'What the page is called.', type: 'string' },
    page_category: {
      label: 'Page category',
      description: 'The kind of page; it goes into the properties.',
      type: 'string',
    },
    properties: PROPERTIES,
    group_id: GROUP_ID,
    ...CONTEXT_FIELDS,
    message_id,
    consent,
  },
  idFields: ['user_id', 'anonymous_id'],
  event: {
    type: constant('page'),
    ...IDENTITY_PARTS,
    name: field('page_name'),
    context: { from: 'object', members: CONTEXT_PARTS },
    properties: spread('properties', {
      name: field('page_name'),
      category: field('page_category'),
      path: field('page', 'path'),
      referrer: field('page', 'referrer'),
      search: field('page', 'search'),
      title: field('page', 'title'),
      url: field('page', 'url'),
    }),
  },
})
