import { CONTEXT_PARTS } from './context-fields.ts'
import { defineView } from './define-view.ts'

// Segment's screen calls have the field and leave it out of the event.
const { timezone: _, ...CONTEXT_WITHOUT_TIMEZONE } = CONTEXT_PARTS

/** A screen call: a screen of an app that someone viewed. */
export const sendScreen = defineView({
  name: 'sendScreen',
  type: 'screen',
  title: 'Send screen',
  description: 'Records that someone viewed a screen of an app.',
  fields: {
    screen_name: { label: 'Screen Name', description: 'What the screen is called.', type: 'string' },
  },
  context: CONTEXT_WITHOUT_TIMEZONE,
})
