import { CONTEXT_PARTS } from './context-fields.ts'
import { defineView } from './define-view.ts'
import { field } from './event-part.ts'

/** A page call: a web page that someone viewed. */
export const sendPage = defineView({
  name: 'sendPage',
  type: 'page',
  title: 'Send page',
  description: 'Records that someone viewed a page of a website.',
  fields: {
    page_name: { label: 'Page Name', description: 'What the page is called.', type: 'string' },
    page_category: {
      label: 'Page Category',
      description: 'The kind of page; it goes into the properties.',
      type: 'string',
    },
  },
  context: CONTEXT_PARTS,
  properties: {
    category: field('page_category'),
    path: field('page', 'path'),
    referrer: field('page', 'referrer'),
    search: field('page', 'search'),
    title: field('page', 'title'),
    url: field('page', 'url'),
  },
})
