import type { RowEvent } from '@sluice/shared/domain'

const KEYS = {
  type: 'text',
  event: 'text',
  __segment_id: 'text',
  messageId: 'text',
  timestamp: 'text',
  properties: 'object',
} as const satisfies Record<keyof RowEvent, 'text' | 'object'>

/** What every row event has at its top. */
export const ROW_EVENT_KEYS: readonly string[] = Object.keys(KEYS)

/** True for a key of the row event that holds text. */
export function isText(key: string): boolean {
  return Object.hasOwn(KEYS, key) && KEYS[key as keyof typeof KEYS] === 'text'
}
