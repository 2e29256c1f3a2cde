import type { ActionName } from '@sluice/shared/domain'
import { ACTIONS } from '../actions/index.ts'
import { CONTEXT } from './facts/context.ts'
import * as happenings from './facts/happenings.ts'
import * as identity from './facts/identity.ts'
import * as people from './facts/people.ts'
import * as shops from './facts/shops.ts'
import { place, type Placement } from './fact.ts'
import type { Subject } from './subjects.ts'

const WHO = [
  place('user_id', identity.USER_ID),
  place('anonymous_id', identity.ANONYMOUS_ID),
  place('group_id', identity.GROUP_ID),
]
const WHEN_MADE = [place('timestamp', identity.TIMESTAMP), place('timestamp', identity.MADE_AT)]
const WHEN_CHANGED = [place('timestamp', identity.TIMESTAMP), place('timestamp', identity.CHANGED_AT)]

const OF_ITSELF: Readonly<Record<ActionName, readonly Placement[]>> = {
  sendIdentify: [
    ...WHO,
    ...WHEN_CHANGED,
    place('traits', happenings.ALL_TRAITS),
    place('traits', people.PERSON),
    place('traits.company', people.EMPLOYER),
    place('traits.company', people.COMPANY),
    place('address', people.ADDRESS),
  ],
  sendGroup: [
    ...WHO,
    ...WHEN_CHANGED,
    place('traits', happenings.ALL_TRAITS),
    place('traits', people.GROUP),
    place('traits.address', people.ADDRESS),
  ],
  sendTrack: [
    ...WHO,
    ...WHEN_MADE,
    place('event_name', happenings.EVENT_NAME),
    place('properties', happenings.ALL_PROPERTIES),
    place('properties', shops.ORDER),
    place('properties', shops.PRODUCT),
    place('properties', shops.REVIEW),
    place('properties', happenings.EMAIL),
    place('properties', happenings.PRODUCT_USE),
    place('traits', happenings.ALL_TRAITS),
    place('traits', people.PERSON),
  ],
  sendPage: [
    ...WHO,
    ...WHEN_MADE,
    place('page_name', happenings.PAGE_NAME),
    place('page_category', happenings.PAGE_CATEGORY),
    place('properties', happenings.ALL_PROPERTIES),
  ],
  sendScreen: [
    ...WHO,
    ...WHEN_MADE,
    place('screen_name', happenings.SCREEN_NAME),
    place('properties', happenings.ALL_PROPERTIES),
  ],
  sendAlias: [
    place('user_id', identity.NEW_USER_ID),
    place('previous_id', identity.PREVIOUS_ID),
    ...WHEN_MADE,
  ],
}

/** Where an action takes what, in the order in which its fields are written. */
export function listPlacements(action: ActionName): readonly Placement[] {
  const { fields } = ACTIONS[action]
  const all = [...OF_ITSELF[action], ...CONTEXT]
  return all.filter(({ root }) => Object.hasOwn(fields, root.split('.')[0] ?? ''))
}

/** What the rows are about where the name of their model does not say it. */
export const USUAL_SUBJECTS: Readonly<Record<ActionName, Subject>> = {
  sendIdentify: 'person',
  sendGroup: 'group',
  sendTrack: 'event',
  sendPage: 'page',
  sendScreen: 'screen',
  sendAlias: 'person',
}
