import type { Alert, AlertKind } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** An alert as it was written down. */
export interface AlertRecord extends Alert {
  readonly openedAt: Date
  /** null while it is open. */
  readonly resolvedAt: Date | null
}

interface AlertRow {
  id: string
  rule_id: string
  kind: AlertKind
  subject: string
  mapping_id: string | null
  destination_id: string | null
  sync_id: string | null
  cause: string
  since: Date
  opened_at: Date
  resolved_at: Date | null
  told: readonly string[]
  last_told_at: Date | null
}

/** The alerts that are open, the newest first. */
export async function listOpenAlerts(db: Queryable): Promise<readonly AlertRecord[]> {
  const { rows } = await db.query<AlertRow>(
    'select * from sluice.alerts where resolved_at is null order by opened_at desc, id',
  )
  return rows.map(parseAlert)
}

/** The last that were resolved, the newest first. */
export async function listResolvedAlerts(db: Queryable, limit: number): Promise<readonly AlertRecord[]> {
  const { rows } = await db.query<AlertRow>(
    'select * from sluice.alerts where resolved_at is not null order by resolved_at desc, id limit $1',
    [limit],
  )
  return rows.map(parseAlert)
}

/** An alert as it begins. */
export type NewAlert = Omit<Alert, 'id' | 'told' | 'lastToldAt'>

/** Writes an alert down; its id, or null where one of this rule and subject is open already. */
export async function recordAlert(
  db: Queryable,
  { rule, kind, subject, mapping, destination, sync, cause, since }: NewAlert,
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `insert into sluice.alerts (rule_id, kind, subject, mapping_id, destination_id, sync_id, cause, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (rule_id, subject) where resolved_at is null do nothing returning id`,
    [rule, kind, subject, mapping, destination, sync, cause, since],
  )
  return rows[0]?.id ?? null
}

/** Keeps an open alert in the words of now, and who has been told of it. */
export async function recordAlertKept(
  db: Queryable,
  id: string,
  {
    sync,
    cause,
    tell,
  }: { readonly sync: string | null; readonly cause: string; readonly tell: readonly string[] },
): Promise<void> {
  await db.query(
    `update sluice.alerts set sync_id = $2, cause = $3,
       told = array(select distinct channel from unnest(told || $4::text[]) channel order by channel),
       last_told_at = case when cardinality($4::text[]) > 0 then now() else last_told_at end
     where id = $1 and resolved_at is null`,
    [id, sync, cause, tell],
  )
}

/** Closes an alert; false where it has been closed before. */
export async function recordAlertResolved(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update sluice.alerts set resolved_at = now() where id = $1 and resolved_at is null',
    [id],
  )
  return rowCount === 1
}

/** Forgets alerts that were resolved so long ago, and mutes that are over. */
export async function pruneAlerts(db: Queryable, ageMs: number): Promise<void> {
  await db.query(
    'delete from sluice.alerts where resolved_at < now() - make_interval(secs => $1::double precision / 1000)',
    [ageMs],
  )
  await db.query('delete from sluice.alert_mutes where until < now()')
}

function parseAlert(row: AlertRow): AlertRecord {
  return {
    id: row.id,
    rule: row.rule_id,
    kind: row.kind,
    subject: row.subject,
    mapping: row.mapping_id,
    destination: row.destination_id,
    sync: row.sync_id,
    cause: row.cause,
    since: row.since,
    openedAt: row.opened_at,
    resolvedAt: row.resolved_at,
    told: row.told,
    lastToldAt: row.last_told_at,
  }
}
