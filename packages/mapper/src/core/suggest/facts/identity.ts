import { distinct, own, type Topic } from '../fact.ts'

/** Who a row is about. */
export const USER_ID: Topic = {
  about: 'person',
  facts: [
    distinct('', 'id', 'user id, uid, user key, distinct id, user external id'),
    own('', 'id', 'id, entity id, key, vid', { worth: 0.95 }),
  ],
}

/** Who the row of an alias is about from now on. */
export const NEW_USER_ID: Topic = {
  about: 'person',
  facts: [
    ...USER_ID.facts,
    distinct(
      '',
      'id',
      'new user id, new id, to user id, to id, merged into, merged into id, target user id, target id, canonical user id, canonical id, primary user id, current user id, winner id',
      { worth: 0.95 },
    ),
  ],
}

/** What the user of an alias was known by. */
export const PREVIOUS_ID: Topic = {
  about: 'person',
  facts: [
    distinct(
      '',
      'id',
      'previous id, old id, previous user id, old user id, former id, former user id, previous distinct id, from user id, from id, merged from, merged from id, source user id, source id, duplicate id, duplicate user id, alias, alias id, loser id',
    ),
    distinct('', 'id', 'anonymous id, visitor id', { worth: 0.7 }),
  ],
}

/** Who a row is about whose user is not known. */
export const ANONYMOUS_ID: Topic = {
  about: 'person',
  facts: [
    distinct(
      '',
      'id',
      'anonymous id, anonymous user id, visitor id, full visitor id, user pseudo id, app instance id, domain user id, cookie id, anonymous visitor id',
    ),
  ],
}

/** Which company or group a row is about. */
export const GROUP_ID: Topic = {
  about: 'group',
  facts: [distinct('', 'id', 'group id'), own('', 'id', 'id, key', { worth: 0.95 })],
}

/** When something happened. */
export const TIMESTAMP: Topic = {
  about: 'event',
  facts: [
    distinct(
      '',
      'time',
      'timestamp, original timestamp, event timestamp, event time, occurred at, happened at',
    ),
    distinct(
      '',
      'time',
      'derived timestamp, time, datetime, date time, event datetime, event at, action at',
      {
        worth: 0.95,
      },
    ),
    distinct('', 'time', 'date, event date, collector timestamp, logged at, recorded at', { worth: 0.9 }),
  ],
}

/** What a column is called that says when its row was made. */
export const CREATED =
  'created at, created, created date, created on, created timestamp, creation time, creation timestamp, create date, creation date, date created, inserted at, date added, add time, created time'

/** When a row was made, which is when what it tells of has happened. */
export const MADE_AT: Topic = {
  about: 'event',
  facts: [distinct('', 'time', CREATED, { worth: 0.8 })],
}

/** When what a row tells of a user or a group was last changed. */
export const CHANGED_AT: Topic = {
  about: 'event',
  facts: [
    distinct(
      '',
      'time',
      'updated at, updated, updated date, updated on, updated timestamp, modified on, modified, modified date, modified timestamp, date updated, modified at, last modified, last modified at, last modified date, last updated, last updated at, last update, update time, updated time, write date, date modified',
      { worth: 0.75 },
    ),
  ],
}
