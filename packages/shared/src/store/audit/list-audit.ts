import type { Queryable } from '../database/database.ts'
import type { AuditEntry } from './audit-log.ts'

/** What somebody did, as it was written down. */
export interface RecordedAudit extends AuditEntry {
  readonly entry: string
  /** ISO-8601 UTC instant. */
  readonly at: string
}

/** Which entries. */
export interface AuditFilter {
  readonly actor?: string | undefined
  readonly kind?: AuditEntry['kind'] | undefined
  readonly id?: string | undefined
  /** Those that were written before this one. */
  readonly before?: string | undefined
}

/** What was done, newest first. */
export async function listAudit(
  db: Queryable,
  { actor, kind, id, before, limit }: AuditFilter & { readonly limit: number },
): Promise<readonly RecordedAudit[]> {
  const { rows } = await db.query<Omit<RecordedAudit, 'at'> & { at: Date }>(
    `select id::text as entry, at, actor, action, kind, subject_id as id, before, after from sluice.audit_log
     where ($1::text is null or actor = $1) and ($2::text is null or kind = $2) and ($3::text is null or subject_id = $3)
       and ($4::bigint is null or audit_log.id < $4)
     order by audit_log.id desc limit $5`,
    [actor ?? null, kind ?? null, id ?? null, before ?? null, limit],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
