/** A region of Segment's Tracking API. A write key belongs to exactly one. */
export type Region = 'us-west-2' | 'eu-west-1'

export const REGIONS: readonly Region[] = ['us-west-2', 'eu-west-1']

/**
 * The documented base URL of each region's Tracking API, without a trailing slash
 * (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/).
 */
export const TRACKING_API_URLS: Readonly<Record<Region, string>> = {
  'us-west-2': 'https://api.segment.io/v1',
  'eu-west-1': 'https://events.eu1.segmentapis.com/v1',
}

/** In the place of a settings URL: nobody is asked about the write keys of a region. */
export const SETTINGS_OFF = 'off'

/**
 * Where the settings of a source can be read by its write key, without a trailing
 * slash: `/projects/<write key>/settings` below it. Segment keeps those of both regions
 * in one place, and checks the write key of its own Segment destination there.
 */
export const SETTINGS_URLS: Readonly<Record<Region, string>> = {
  'us-west-2': 'https://cdn.segment.com/v1',
  'eu-west-1': 'https://cdn.segment.com/v1',
}
