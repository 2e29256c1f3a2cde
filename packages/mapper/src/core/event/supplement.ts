import { isJsonObject } from '../language/json-value.ts'

/**
 * What Sluice adds to an event that its mapping left out: the library that sent it, and the messageId and
 * timestamp of the row event, so that a retry is deduplicated and a late delivery does not move the event in time.
 */
export interface Supplement {
  readonly library: { readonly name: string; readonly version: string }
}

/** The member of the row event that stands in for an absent field. */
export const STAND_INS: { readonly [field: string]: string } = {
  message_id: 'messageId',
  timestamp: 'timestamp',
}

/** The text that stands in for an absent field, undefined when the row event has none. */
export function readStandIn(field: string, row: unknown): string | undefined {
  const member = STAND_INS[field]
  if (member === undefined || !isJsonObject(row)) return undefined
  const value = row[member]
  return typeof value === 'string' ? value : undefined
}
