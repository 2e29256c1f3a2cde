import type { AlertKind, AlertRule } from '../../domain/index.ts'
import type { Queryable } from '../database/database.ts'

/** A row of `sluice.alert_rules`. */
export interface AlertRuleRow {
  id: string
  kind: AlertKind
  mapping_id: string | null
  above: string | number | null
  channels: readonly string[]
}

/** Every rule. */
export async function listAlertRules(db: Queryable): Promise<readonly AlertRule[]> {
  const { rows } = await db.query<AlertRuleRow>('select * from sluice.alert_rules order by id')
  return rows.map(parseAlertRule)
}

/** The rule of a row. */
export function parseAlertRule({ id, kind, mapping_id, above, channels }: AlertRuleRow): AlertRule {
  return { id, on: kind, mapping: mapping_id, above, channels }
}

/** Writes a rule, new or changed. */
export async function recordAlertRule(
  db: Queryable,
  { id, on, mapping, above, channels }: AlertRule,
): Promise<void> {
  await db.query(
    `insert into sluice.alert_rules (id, kind, mapping_id, above, channels) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set kind = excluded.kind, mapping_id = excluded.mapping_id, above = excluded.above,
       channels = excluded.channels, version = alert_rules.version + 1, updated_at = now()`,
    [id, on, mapping, above === null ? null : JSON.stringify(above), channels],
  )
}
