import type { WrittenItem } from '@sluice/config'

/** The text that stands under a key of an item, of several the list; empty for none. */
export function readText(item: WrittenItem, key: string): string {
  const said = item[key]
  if (Array.isArray(said)) return said.join(', ')
  return typeof said === 'string' ? said : ''
}
