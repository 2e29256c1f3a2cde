import type { AuditEntry } from '@sluice/shared/store'

const PLACES: Readonly<Partial<Record<AuditEntry['kind'], string>>> = {
  source: 'sources',
  model: 'models',
  destination: 'destinations',
  mapping: 'mappings',
  sync: 'syncs',
}

/** Where something that stands in the audit log is looked at; null where it has no page. */
export function findSubjectPath(kind: AuditEntry['kind'], id: string): string | null {
  const place = PLACES[kind]
  if (kind === 'channel' || kind === 'rule') return `alerts#${kind}-${encodeURIComponent(id)}`
  if (place === undefined) return null
  const path = `${place}/${encodeURIComponent(id)}`
  return kind === 'destination' ? `${path}/settings` : path
}
