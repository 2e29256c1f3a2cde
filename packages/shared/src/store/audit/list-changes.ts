import type { ConfigKind } from '../config/config.ts'
import type { Queryable } from '../database/database.ts'
import type { AuditAction } from './audit-log.ts'

/** A change of config, as it was written down. */
export interface RecordedChange {
  readonly action: AuditAction
  readonly actor: string
  /** ISO-8601 UTC instant. */
  readonly at: string
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

/** The last changes of one row of config, newest first. */
export async function listChanges(
  db: Queryable,
  kind: ConfigKind,
  id: string,
  limit: number,
): Promise<readonly RecordedChange[]> {
  const { rows } = await db.query<{
    action: AuditAction
    actor: string
    at: Date
    before: RecordedChange['before']
    after: RecordedChange['after']
  }>(
    `select action, actor, at, before, after from sluice.audit_log
     where kind = $1 and subject_id = $2 and action in ('created', 'updated', 'removed', 'reset') order by id desc limit $3`,
    [kind, id, limit],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
