import type { Alert, AlertMessage } from '@sluice/shared/domain'

/** What a message is about. */
export type ToldAlert = Omit<Alert, 'subject' | 'told' | 'lastToldAt'>

/** When a message is written, and where the console is; null where nobody has said. */
export interface Occasion {
  readonly type: Exclude<AlertMessage['type'], 'alert.test'>
  readonly now: Date
  readonly consoleUrl: string | null
}

// A cause is a line; a server's words in it may be many.
const LIMIT_CAUSE = 500

/** The message about an alert. */
export function writeMessage(alert: ToldAlert, { type, now, consoleUrl }: Occasion): AlertMessage {
  const { id, rule, kind, mapping, destination, sync, since } = alert
  const isResolved = type === 'alert.resolved'
  return {
    type,
    timestamp: now.toISOString(),
    alert: id,
    rule,
    kind,
    state: isResolved ? 'resolved' : 'open',
    mapping,
    destination,
    sync,
    since: since.toISOString(),
    resolvedAt: isResolved ? now.toISOString() : null,
    cause: cutLine(alert.cause),
    link: createLink(consoleUrl, findAlertPath(alert)),
  }
}

/** A message that says that a channel works. */
export function writeTestMessage({ now, consoleUrl }: Omit<Occasion, 'type'>): AlertMessage {
  return {
    type: 'alert.test',
    timestamp: now.toISOString(),
    alert: null,
    rule: null,
    kind: 'test',
    state: 'open',
    mapping: null,
    destination: null,
    sync: null,
    since: now.toISOString(),
    resolvedAt: null,
    cause: 'this is a test of the channel: nothing is wrong',
    link: createLink(consoleUrl, 'alerts'),
  }
}

/** The page of the console to look at, relative to its start. */
export function findAlertPath({
  kind,
  mapping,
  destination,
  sync,
}: Pick<ToldAlert, 'kind' | 'mapping' | 'destination' | 'sync'>): string {
  if (kind === 'usage') return 'usage'
  if (kind === 'dead_letters') return `dead-letters?mapping=${encodeURIComponent(mapping ?? '')}`
  if (kind === 'key_refused') return `destinations/${encodeURIComponent(destination ?? '')}/settings`
  if (sync !== null) return `syncs/${encodeURIComponent(sync)}`
  return mapping === null ? 'alerts' : `mappings/${encodeURIComponent(mapping)}/syncs`
}

function createLink(consoleUrl: string | null, path: string): string | null {
  return consoleUrl === null ? null : `${consoleUrl.replace(/\/+$/, '')}/${path}`
}

function cutLine(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ')
  return line.length > LIMIT_CAUSE ? `${line.slice(0, LIMIT_CAUSE)}…` : line
}
