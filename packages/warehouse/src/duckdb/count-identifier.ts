import type { IdentifierCounts } from '../draft-query.ts'
import type { ModelQuery } from '../port.ts'
import { readModelColumns } from './read-model-columns.ts'
import { createModelSelect } from './model-select.ts'
import type { Session } from './session.ts'
import { createRunError } from './statement-errors.ts'

/** Counts the rows of a model by what staging would take their identifiers for; changes nothing. */
export async function countIdentifier(
  session: Session,
  model: ModelQuery,
  modelId: string,
): Promise<IdentifierCounts> {
  const columns = await readModelColumns(session, model, modelId)
  // Only what the identifier is made of is looked at.
  const identifier = columns.filter(({ name }) => name === model.identifier)
  try {
    const [counted] = await session.query<IdentifierCounts>(
      `select
        coalesce(sum(times), 0)::double as rows,
        coalesce(sum(times) filter (where record_id is null), 0)::double as nulls,
        coalesce(sum(times) filter (where record_id is not null and times > 1), 0)::double as duplicates
      from (
        select record_id, count(*) as times
        from (${createModelSelect(model, identifier, [])}) as model group by record_id
      ) as counted`,
    )
    return counted ?? { rows: 0, nulls: 0, duplicates: 0 }
  } catch (error) {
    throw createRunError(error, modelId)
  }
}
