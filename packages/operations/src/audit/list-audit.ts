import { listAudit as listEntries, type AuditFilter, type RecordedAudit } from '@sluice/shared/store'
import type { DatabaseDeps } from '../deps.ts'

/** Which entries of the audit log, and how many at most. */
export interface ListAuditInput extends AuditFilter {
  readonly limit: number
}

/** Who did what, newest first. */
export function listAudit({ db }: DatabaseDeps, asked: ListAuditInput): Promise<readonly RecordedAudit[]> {
  return listEntries(db, asked)
}
