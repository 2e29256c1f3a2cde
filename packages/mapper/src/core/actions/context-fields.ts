import type { FieldDefinition, MemberDefinition } from '../schema/field.ts'
import { field, type EventShape } from './event-part.ts'

const text = (label: string, description: string): MemberDefinition => ({
  label,
  description,
  type: 'string',
})
const number = (label: string, description: string): MemberDefinition => ({
  label,
  description,
  type: 'number',
})
const flag = (label: string, description: string): MemberDefinition => ({
  label,
  description,
  type: 'boolean',
})

/** The fields that describe where and how something happened; every action has them. */
export const CONTEXT_FIELDS = {
  application: {
    label: 'Application',
    description: 'The app in which it happened.',
    type: 'object',
    members: {
      name: text('Name', 'What the app is called.'),
      version: text('Version', 'The release of the app.'),
      build: text('Build', 'The build of that release.'),
      namespace: text('Namespace', 'The identifier of the app, such as com.example.shop.'),
    },
  },
  campaign_parameters: {
    label: 'Campaign',
    description: 'The campaign that led here; the members are the UTM parameters of the same names.',
    type: 'object',
    members: {
      name: text('Name', 'utm_campaign: which campaign.'),
      source: text('Source', 'utm_source: where it was seen.'),
      medium: text('Medium', 'utm_medium: the kind of channel.'),
      term: text('Term', 'utm_term: the paid search term.'),
      content: text('Content', 'utm_content: which of several variants.'),
    },
  },
  device: {
    label: 'Device',
    description: 'The device on which it happened.',
    type: 'object',
    members: {
      id: text('ID', 'What identifies the device.'),
      advertising_id: text('Advertising ID', 'The identifier that the device shows to advertisers.'),
      adTracking_Enabled: flag('Ad tracking enabled', 'Whether the owner allows ad tracking.'),
      manufacturer: text('Manufacturer', 'Who made the device.'),
      model: text('Model', 'The model of the device.'),
      name: text('Name', 'What the device is called.'),
      type: text('Type', 'The platform, such as ios or android.'),
      token: text('Token', 'The token for push messages.'),
    },
  },
  ip_address: {
    label: 'IP Address',
    description: 'The address from which the user came.',
    type: 'string',
  },
  locale: {
    label: 'Locale',
    description: 'The language and region of the user, such as en-US.',
    type: 'string',
  },
  location: {
    label: 'Location',
    description: 'Where the user was.',
    type: 'object',
    members: {
      city: text('City', 'The city.'),
      country: text('Country', 'The country.'),
      latitude: number('Latitude', 'Degrees north.'),
      longitude: number('Longitude', 'Degrees east.'),
      speed: number('Speed', 'How fast the device moved.'),
    },
  },
  network: {
    label: 'Network',
    description: 'How the device was connected.',
    type: 'object',
    members: {
      bluetooth: flag('Bluetooth', 'Whether Bluetooth was on.'),
      carrier: text('Carrier', 'The mobile carrier.'),
      cellular: flag('Cellular', 'Whether mobile data was on.'),
      wifi: flag('Wi-Fi', 'Whether Wi-Fi was on.'),
    },
  },
  operating_system: {
    label: 'Operating System',
    description: 'The operating system of the device.',
    type: 'object',
    members: {
      name: text('Name', 'Which system.'),
      version: text('Version', 'Its version.'),
    },
  },
  page: {
    label: 'Page',
    description: 'The web page on which it happened.',
    type: 'object',
    members: {
      path: text('Path', 'The path of its URL.'),
      referrer: text('Referrer', 'The URL from which the user came.'),
      search: text('Search', 'The query string of its URL.'),
      title: text('Title', 'Its title.'),
      url: text('URL', 'Its whole URL.'),
    },
  },
  screen: {
    label: 'Screen',
    description: 'The screen of the device.',
    type: 'object',
    members: {
      density: number('Density', 'Pixels per unit of length.'),
      height: number('Height', 'Height in pixels.'),
      width: number('Width', 'Width in pixels.'),
    },
  },
  user_agent: {
    label: 'User Agent',
    description: 'The User-Agent header that the device sent.',
    type: 'string',
  },
  timezone: {
    label: 'Time Zone',
    description: 'The time zone of the user by its tz database name, such as Europe/Berlin.',
    type: 'string',
  },
} as const satisfies { readonly [field: string]: FieldDefinition }

/** What every event's `context` is made of. `library` is no field: Sluice supplies it. */
export const CONTEXT_PARTS: EventShape = {
  library: field('library'),
  consent: { from: 'consent', field: 'consent' },
  app: field('application'),
  campaign: field('campaign_parameters'),
  device: field('device'),
  ip: field('ip_address'),
  locale: field('locale'),
  location: field('location'),
  network: field('network'),
  os: field('operating_system'),
  page: field('page'),
  screen: field('screen'),
  userAgent: field('user_agent'),
  timezone: field('timezone'),
  groupId: field('group_id'),
}
