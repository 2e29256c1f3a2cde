import { RESOURCE_KINDS, type ResourceKind } from '@sluice/config'
import type { AuditEntry } from '@sluice/shared/store'
import { findItemPath } from '../config/find-item-path.ts'
import { findSyncPath } from '../syncs/sync-links.tsx'

/** Where something that stands in the audit log is looked at; null where it has no page. */
export function findSubjectPath(kind: AuditEntry['kind'], id: string): string | null {
  if (kind === 'sync') return findSyncPath(id)
  if (kind === 'dead-letter') return `dead-letters/${encodeURIComponent(id)}`
  return isResource(kind) ? findItemPath(kind, id) : null
}

function isResource(kind: AuditEntry['kind']): kind is ResourceKind {
  return (RESOURCE_KINDS as readonly string[]).includes(kind)
}
