import type { Queryable } from './database.ts'
import type { ConfigKind } from './config.ts'

/** Who did what to which row of config; `before` and `after` must hold no secret. */
export interface AuditEntry {
  readonly actor: string
  readonly action: 'created' | 'updated' | 'removed'
  readonly kind: ConfigKind
  readonly id: string
  readonly before: object | null
  readonly after: object | null
}

/** Writes down a change of config; belongs in the transaction that makes the change. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await db.query(
    `insert into sluice.audit_log (actor, action, kind, subject_id, before, after) values ($1, $2, $3, $4, $5, $6)`,
    [
      entry.actor,
      entry.action,
      entry.kind,
      entry.id,
      entry.before && JSON.stringify(entry.before),
      entry.after && JSON.stringify(entry.after),
    ],
  )
}
