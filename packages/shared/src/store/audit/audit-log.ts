import type { Queryable } from '../database/database.ts'
import type { ConfigKind } from '../config/config.ts'

/** What somebody did. The first three change config; the others order something. */
export type AuditAction =
  | 'created'
  | 'updated'
  | 'removed'
  | 'reset'
  | 'baselined'
  | 'started'
  | 'canceled'
  | 'requeued'
  | 'discarded'
  | 'changed'
  | 'looked'
  | 'sent'
  | 'muted'
  | 'unmuted'

/** Who did what to what; `before` and `after` must hold no secret and no row value. */
export interface AuditEntry {
  /** A user of the system that ran the CLI, `console:<user>`, or `token:<name>`. */
  readonly actor: string
  readonly action: AuditAction
  readonly kind: ConfigKind | 'sync' | 'dead-letter' | 'queue' | 'token'
  readonly id: string
  readonly before: object | null
  readonly after: object | null
}

/** Writes down what somebody did; belongs in the transaction that does it. */
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
