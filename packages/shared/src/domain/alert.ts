/** How a channel reaches people. */
export const CHANNEL_TYPES = ['webhook', 'slack', 'email'] as const

export type ChannelType = (typeof CHANNEL_TYPES)[number]

/** Where alerts are sent. `url` and `secret` are secrets. */
export interface AlertChannel {
  readonly id: string
  readonly type: ChannelType
  /** An http(s) URL; of e-mail that of the server, `smtp://…` or `smtps://…`. */
  readonly url: string
  /** What webhooks are signed with, `whsec_…`; null for unsigned ones, and where there is nothing to sign. */
  readonly secret: string | null
  /** Of e-mail: the sender, and who gets it; null elsewhere. */
  readonly from: string | null
  readonly to: readonly string[] | null
}

/** What an alert can be about. */
export const ALERT_KINDS = [
  'failed',
  'partial',
  'late',
  'waiting',
  'dead_letters',
  'guard_stopped',
  'key_refused',
  'usage',
] as const

export type AlertKind = (typeof ALERT_KINDS)[number]

/** What people want to be told of. */
export interface AlertRule {
  readonly id: string
  readonly on: AlertKind
  /** The only Mapping that it is about; null for all. */
  readonly mapping: string | null
  /** From where on it is one: a length of time such as `15m`, a number or a percentage; null for the usual. */
  readonly above: string | number | null
  /** The ids of the channels; with none the alert is only shown. */
  readonly channels: readonly string[]
}

/** Something that is wrong, or was. */
export interface Alert {
  readonly id: string
  readonly rule: string
  readonly kind: AlertKind
  /** `mapping/…` or `destination/…`. */
  readonly subject: string
  readonly mapping: string | null
  readonly destination: string | null
  /** The last sync that it was about. */
  readonly sync: string | null
  readonly cause: string
  readonly since: Date
  /** The channels that have been told, and so want to know its end; none while it is muted from its start. */
  readonly told: readonly string[]
  readonly lastToldAt: Date | null
}

/** Who is not to be told, of one subject of a rule or of all, and until when. */
export interface Mute {
  readonly rule: string
  /** null for all. */
  readonly subject: string | null
  readonly until: Date
}

/** What a channel is told. JSON of it is the body of a webhook; no secret and no value of a row is in it. */
export interface AlertMessage {
  readonly type: 'alert.opened' | 'alert.reminder' | 'alert.resolved' | 'alert.test'
  /** When it was written; ISO-8601 UTC instants, here and below. */
  readonly timestamp: string
  /** The same for all messages of one alert; null of a test. */
  readonly alert: string | null
  readonly rule: string | null
  readonly kind: AlertKind | 'test'
  readonly state: 'open' | 'resolved'
  readonly mapping: string | null
  readonly destination: string | null
  readonly sync: string | null
  readonly since: string
  /** null while it is open. */
  readonly resolvedAt: string | null
  /** What is wrong, in a line. */
  readonly cause: string
  /** The page to look at; null where nobody has said where the console is. */
  readonly link: string | null
}
