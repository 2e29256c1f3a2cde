import type { ResourceKind } from '@sluice/config'

/** Where an item stands, relative to where the console stands. */
export function readItemPath(kind: ResourceKind, id: string): string {
  const name = encodeURIComponent(id)
  if (kind === 'channel' || kind === 'rule') return `alerts#${kind}-${name}`
  return kind === 'destination' ? `destinations/${name}/settings` : `${kind}s/${name}`
}
