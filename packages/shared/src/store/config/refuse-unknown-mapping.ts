import { formatSuggestion } from '../../domain/index.ts'
import { SluiceError } from '../../errors/index.ts'
import type { Queryable } from '../database/database.ts'

/**
 * Fails with `mapping_unknown`, and the name that was probably meant; `beside` is what else is not there, such as
 * `, and no dead letter of one`.
 */
export async function refuseUnknownMapping(db: Queryable, mapping: string, beside = ''): Promise<never> {
  const { rows } = await db.query<{ id: string }>('select id from sluice.mappings')
  const known = rows.map(({ id }) => id)
  const message = `there is no mapping ${mapping}${formatSuggestion(mapping, known)}${beside}`
  throw new SluiceError('mapping_unknown', message, { subject: { kind: 'mapping', id: mapping } })
}
