import type { Mute } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A mute, and whose it is. */
export interface MuteRecord extends Mute {
  readonly by: string
}

/** The mutes that have not ended. */
export async function listMutes(db: Queryable): Promise<readonly MuteRecord[]> {
  const { rows } = await db.query<{ rule_id: string; subject: string; until: Date; muted_by: string }>(
    'select * from sluice.alert_mutes where until > now() order by rule_id, subject',
  )
  return rows.map(({ rule_id: rule, subject, until, muted_by: by }) => ({
    rule,
    subject: subject === '' ? null : subject,
    until,
    by,
  }))
}

/** Mutes a rule, or one subject of it, for so long from now on; until when. */
export async function recordMute(
  db: Queryable,
  {
    rule,
    subject,
    forMs,
    by,
  }: { readonly rule: string; readonly subject: string | null; readonly forMs: number; readonly by: string },
): Promise<Date> {
  const { rows } = await db.query<{ until: Date }>(
    `insert into sluice.alert_mutes (rule_id, subject, until, muted_by)
     values ($1, $2, now() + make_interval(secs => $3::double precision / 1000), $4)
     on conflict (rule_id, subject) do update set until = excluded.until, muted_by = excluded.muted_by, muted_at = now()
     returning until`,
    [rule, subject ?? '', forMs, by],
  )
  return rows[0]?.until ?? new Date()
}

/** Ends a mute; false where there is none. */
export async function removeMute(
  db: Queryable,
  { rule, subject }: { readonly rule: string; readonly subject: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(
    'delete from sluice.alert_mutes where rule_id = $1 and subject = $2 and until > now()',
    [rule, subject ?? ''],
  )
  return rowCount === 1
}
