import { formatSuggestion } from '../../domain/index.ts'
import { SluiceError } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'
import { CONFIG_TABLES, type ConfigKind } from './config.ts'

/**
 * Fails with `source_unknown`, `model_unknown`, `destination_unknown`, `mapping_unknown`, `channel_unknown` or
 * `rule_unknown`, and the name that was
 * probably meant; `beside` is what else is not there, such as `, and no dead letter of one`.
 */
export async function refuseUnknownConfig(
  db: Queryable,
  kind: ConfigKind,
  id: string,
  beside = '',
): Promise<never> {
  const { rows } = await db.query<{ id: string }>(`select id from sluice.${CONFIG_TABLES[kind]}`)
  const known = rows.map((row) => row.id)
  const message = `there is no ${kind} ${id}${formatSuggestion(id, known)}${beside}`
  throw new SluiceError(`${kind}_unknown`, message, { subject: { kind, id } })
}

/** The same of a mapping. */
export function refuseUnknownMapping(db: Queryable, mapping: string, beside = ''): Promise<never> {
  return refuseUnknownConfig(db, 'mapping', mapping, beside)
}
