import { distinct, own, type Topic } from '../fact.ts'

export const IP_ADDRESS: Topic = {
  about: 'person',
  also: ['device', 'place'],
  facts: [
    distinct(
      '',
      'text',
      'ip address, ip, client ip, remote ip, browser ip, remote address, client ip address',
    ),
  ],
}

export const USER_AGENT: Topic = {
  about: 'person',
  also: ['device'],
  facts: [distinct('', 'text', 'user agent, browser user agent, http user agent')],
}

export const LOCALE: Topic = {
  about: 'person',
  also: ['device', 'place'],
  facts: [
    distinct(
      '',
      'text',
      'locale, language, browser language, preferred language, language code, br language, locale code',
    ),
  ],
}

export const TIMEZONE: Topic = {
  about: 'person',
  also: ['device', 'system', 'place'],
  facts: [distinct('', 'text', 'timezone, timezone name')],
}

export const APPLICATION: Topic = {
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
}

export const CAMPAIGN: Topic = {
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
}

export const DEVICE: Topic = {
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
}

/** The device of an event whose row says nothing else that could have a model. */
export const DEVICE_OF_EVENT: Topic = {
  about: 'event',
  facts: [own('manufacturer', 'text', 'manufacturer'), own('model', 'text', 'model')],
}

export const LOCATION: Topic = {
  about: 'place',
  also: ['event', 'page', 'screen'],
  facts: [
    own('city', 'text', 'city, city name'),
    own('country', 'text', 'country, country code, country name'),
    distinct('latitude', 'number', 'latitude'),
    distinct('longitude', 'number', 'longitude'),
    own('speed', 'number', 'speed'),
  ],
}

export const NETWORK: Topic = {
  about: 'device',
  facts: [
    distinct('carrier', 'text', 'network carrier, carrier, mobile carrier, carrier name'),
    distinct('wifi', 'flag', 'network wifi, wifi'),
    distinct('bluetooth', 'flag', 'network bluetooth, bluetooth'),
    distinct('cellular', 'flag', 'network cellular, cellular'),
  ],
}

export const SYSTEM: Topic = {
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
}

export const PAGE: Topic = {
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
}

/** The page of an event whose row says nothing else that could have a URL. */
export const PAGE_OF_EVENT: Topic = {
  about: 'event',
  facts: [
    own('url', 'text', 'url', { worth: 0.85 }),
    own('path', 'text', 'path, pathname, url path', { worth: 0.85 }),
  ],
}

export const SCREEN: Topic = {
  about: 'screen',
  also: ['device'],
  facts: [
    distinct('density', 'number', 'screen density'),
    distinct('height', 'number', 'screen height'),
    distinct('width', 'number', 'screen width'),
  ],
}
