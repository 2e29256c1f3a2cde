import type { AlertMessage } from '@sluice/shared/domain'

/** What a kind is called where people read it. */
const WORDS: Readonly<Record<AlertMessage['kind'], string>> = {
  failed: 'a sync failed',
  partial: 'a sync left dead letters',
  late: 'a mapping is late',
  waiting: 'a sync waits',
  dead_letters: 'dead letters are open',
  guard_stopped: 'a guard stopped a sync',
  key_refused: 'a write key is refused',
  usage: 'an allowance is nearly used up',
  test: 'a test',
}

/** A message for people: one line that says what, and those that say more. */
export interface MessageText {
  readonly title: string
  readonly lines: readonly string[]
}

/** The words of a message. */
export function describeMessage(message: AlertMessage): MessageText {
  const { type, kind, mapping, destination, sync, since, resolvedAt, cause, link } = message
  const state = {
    'alert.opened': 'Open',
    'alert.reminder': 'Still open',
    'alert.resolved': 'Resolved',
    'alert.test': 'Test',
  }
  const subject = mapping ?? destination
  return {
    title: `${state[type]}: ${WORDS[kind]}${subject === null ? '' : ` (${subject})`}`,
    lines: [
      cause,
      ...(mapping === null ? [] : [`mapping: ${mapping}`]),
      ...(destination === null ? [] : [`destination: ${destination}`]),
      ...(sync === null ? [] : [`sync: ${sync}`]),
      `since: ${since}`,
      ...(resolvedAt === null ? [] : [`resolved: ${resolvedAt}`]),
      ...(link === null ? [] : [link]),
    ],
  }
}
