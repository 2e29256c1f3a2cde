import type { AlertMessage } from '@sluice/shared/domain'
import { KIND_WORDS } from './kind-words.ts'

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
    title: `${state[type]}: ${kind === 'test' ? 'a test' : KIND_WORDS[kind]}${subject === null ? '' : ` (${subject})`}`,
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
