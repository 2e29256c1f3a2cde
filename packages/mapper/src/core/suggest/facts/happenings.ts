import { distinct, own, type Topic } from '../fact.ts'

/** What has happened. */
export const EVENT_NAME: Topic = {
  about: 'event',
  facts: [
    distinct(
      '',
      'text',
      'event name, event, event type, event action, action name, activity name, event title',
    ),
    distinct('', 'text', 'action, activity, activity type, action type', { worth: 0.85 }),
    own('', 'text', 'name', { worth: 0.9 }),
  ],
}

export const PAGE_NAME: Topic = { about: 'page', facts: [own('', 'text', 'name')] }

export const PAGE_CATEGORY: Topic = { about: 'page', facts: [own('', 'text', 'category, type, section')] }

export const SCREEN_NAME: Topic = {
  about: 'screen',
  facts: [
    distinct('', 'text', 'screen name, screen, firebase screen, screen title'),
    own('', 'text', 'name'),
  ],
}

/** Everything else about an event, or about its user, in one column. */
export const ALL_PROPERTIES: Topic = {
  about: 'event',
  facts: [distinct('', 'object', 'properties, event properties, event data, event params, payload')],
}

export const ALL_TRAITS: Topic = {
  about: 'person',
  facts: [distinct('', 'object', 'traits, user properties, user traits, user attributes, custom attributes')],
}

/** Properties that the Spec's events of products other than shops name. */
export const PRODUCT_USE: Topic = {
  about: 'event',
  facts: [
    distinct('session_id', 'id', 'session id'),
    distinct('experiment_id', 'id', 'experiment id, test id'),
    distinct('experiment_name', 'text', 'experiment name, experiment, test name'),
    distinct('variation_id', 'id', 'variation id, experiment variation id'),
    distinct('variation_name', 'text', 'variation name, variation, experiment variation'),
    distinct('query', 'text', 'search query, search term, search terms, query'),
    distinct('account_name', 'text', 'account name'),
    distinct('trial_plan_name', 'text', 'trial plan name, trial plan'),
    distinct('trial_start_date', 'time', 'trial start date'),
    distinct('trial_end_date', 'time', 'trial end date'),
    distinct('invitee_email', 'text', 'invitee email, invited email'),
    distinct('conversation_id', 'id', 'conversation id'),
    distinct('agent_id', 'id', 'agent id'),
    distinct('agent_name', 'text', 'agent name'),
  ],
}

/** Properties of the Spec's events of e-mails. */
export const EMAIL: Topic = {
  about: 'email',
  facts: [
    distinct('email_id', 'id', 'email id'),
    distinct('email_subject', 'text', 'email subject'),
    own('email_subject', 'text', 'subject, subject line'),
    distinct('campaign_id', 'id', 'campaign id'),
    own('campaign_name', 'text', 'campaign name'),
    distinct('link_id', 'id', 'link id'),
    distinct('link_url', 'text', 'link url, clicked url'),
  ],
}
