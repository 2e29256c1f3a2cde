import { distinct, own, place, type Placement } from '../fact.ts'

/** What an event says of where it comes from, in the order in which its fields are written. */
export const CONTEXT: readonly Placement[] = [
  place('application', {
    about: 'app',
    facts: [
      own('name', 'text', 'name'),
      own('version', 'text', 'version'),
      distinct('version', 'text', 'version name'),
      own('build', 'id', 'build, build number'),
      distinct('build', 'id', 'build number'),
      own('namespace', 'text', 'namespace, id'),
      distinct('namespace', 'text', 'bundle id, package name'),
    ],
  }),
  place('campaign_parameters', {
    about: 'campaign',
    facts: [
      own('name', 'text', 'name, campaign'),
      distinct('name', 'text', 'traffic source name, campaign, campaign name', { worth: 0.95 }),
      own('source', 'text', 'source'),
      distinct('source', 'text', 'traffic source source, traffic source'),
      own('medium', 'text', 'medium'),
      distinct('medium', 'text', 'traffic source medium, traffic medium'),
      own('term', 'text', 'term, keyword'),
      own('content', 'text', 'content'),
    ],
  }),
  place('device', {
    about: 'device',
    facts: [
      own('id', 'id', 'id'),
      distinct(
        'advertising_id',
        'id',
        'advertising id, idfa, gaid, aaid, android advertising id, google advertising id',
      ),
      distinct('manufacturer', 'text', 'device manufacturer'),
      own('manufacturer', 'text', 'manufacturer'),
      own('model', 'text', 'model, model name'),
      own('name', 'text', 'name'),
      own('type', 'text', 'type, category'),
      distinct('token', 'text', 'device token, push token, registration token'),
      own('token', 'text', 'token'),
    ],
  }),
  // The device of an event whose row says nothing else that could have a model.
  place('device', {
    about: 'event',
    facts: [own('manufacturer', 'text', 'manufacturer'), own('model', 'text', 'model')],
  }),
  place('ip_address', {
    about: 'person',
    also: ['device', 'place'],
    facts: [
      distinct(
        '',
        'text',
        'ip address, ip, client ip, remote ip, browser ip, remote address, client ip address',
      ),
    ],
  }),
  place('locale', {
    about: 'person',
    also: ['device', 'place'],
    facts: [
      distinct(
        '',
        'text',
        'locale, language, browser language, preferred language, language code, br language, locale code',
      ),
    ],
  }),
  place('location', {
    about: 'place',
    also: ['event', 'page', 'screen'],
    facts: [
      own('city', 'text', 'city, city name'),
      own('country', 'text', 'country, country code, country name'),
      distinct('latitude', 'number', 'latitude'),
      distinct('longitude', 'number', 'longitude'),
      own('speed', 'number', 'speed'),
    ],
  }),
  place('network', {
    about: 'device',
    facts: [
      distinct('carrier', 'text', 'network carrier, carrier, mobile carrier, carrier name'),
      distinct('wifi', 'flag', 'network wifi, wifi'),
      distinct('bluetooth', 'flag', 'network bluetooth, bluetooth'),
      distinct('cellular', 'flag', 'network cellular, cellular'),
    ],
  }),
  place('operating_system', {
    about: 'system',
    also: ['device'],
    facts: [
      distinct(
        'name',
        'text',
        'os name, os, operating system, operating system name, operating system family, os family',
      ),
      distinct('version', 'text', 'os version, operating system version'),
    ],
  }),
  place('page', {
    about: 'page',
    facts: [
      own('path', 'text', 'path, pathname, url path'),
      distinct(
        'referrer',
        'text',
        'page referrer, referrer, referrer url, referring url, referring site, http referrer',
      ),
      own('search', 'text', 'search, query string, url query'),
      own('title', 'text', 'title'),
      own('url', 'text', 'url, location'),
      distinct('url', 'text', 'page url, current url, page location'),
    ],
  }),
  // The page of an event whose row says nothing else that could have a URL.
  place('page', {
    about: 'event',
    facts: [
      own('url', 'text', 'url', { worth: 0.85 }),
      own('path', 'text', 'path, pathname, url path', { worth: 0.85 }),
    ],
  }),
  place('screen', {
    about: 'screen',
    also: ['device'],
    facts: [
      distinct('density', 'number', 'screen density'),
      distinct('height', 'number', 'screen height'),
      distinct('width', 'number', 'screen width'),
    ],
  }),
  place('user_agent', {
    about: 'person',
    also: ['device'],
    facts: [distinct('', 'text', 'user agent, browser user agent, http user agent')],
  }),
  place('timezone', {
    about: 'person',
    also: ['device', 'system', 'place'],
    facts: [distinct('', 'text', 'timezone, timezone name')],
  }),
]
