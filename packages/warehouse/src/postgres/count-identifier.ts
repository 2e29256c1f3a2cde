import type { IdentifierCounts } from '../draft-query.ts'
import type { ModelQuery } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createRunError } from './create-run-error.ts'
import { createModelSelect } from './model-select.ts'
import type { Transaction, WarehousePool } from './open-pool.ts'

/** Counts the rows of a model by what staging would take their identifiers for; changes nothing. */
export function countIdentifier(
  pool: WarehousePool,
  model: ModelQuery,
  modelId: string,
  signal?: AbortSignal,
): Promise<IdentifierCounts> {
  const count = async (tx: Transaction): Promise<IdentifierCounts> => {
    const columns = await readModelColumns(tx, model, modelId)
    // Only what the identifier is made of is looked at.
    const identifier = columns.filter(({ name }) => name === model.identifier)
    try {
      const { rows } = await tx.query<IdentifierCounts>(
        `select
          coalesce(sum(times), 0)::float8 as rows,
          coalesce(sum(times) filter (where record_id is null), 0)::float8 as nulls,
          coalesce(sum(times) filter (where record_id is not null and times > 1), 0)::float8 as duplicates
        from (
          select record_id, count(*) as times
          from (${createModelSelect(model, identifier, [])}) as model group by record_id
        ) as counted`,
      )
      return rows[0] ?? { rows: 0, nulls: 0, duplicates: 0 }
    } catch (error) {
      throw createRunError(error, modelId, model.query)
    }
  }
  return pool.transaction('read only', count, signal)
}
