import type { Json } from '@sluice/shared/domain'
import type { NamedSync } from '@sluice/shared/store'

/** True where the mapping of a sync gave its events a messageId of its own, which nobody can compute again. */
export function hasOwnMessageId({ messageIdField }: Pick<NamedSync, 'messageIdField'>): boolean {
  if (messageIdField === null) return false
  const path = isObject(messageIdField) ? messageIdField['@path'] : undefined
  return path !== '$.messageId' && path !== 'messageId'
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
